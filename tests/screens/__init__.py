"""Every screen in every state: functions that bring a page of the running site into the state."""
