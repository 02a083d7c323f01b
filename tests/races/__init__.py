"""Real connections, started together; beside each race its control, the same race without the safeguard."""
