"""Race tests on concurrent connections. Each has a control: the same race without the safeguard."""
