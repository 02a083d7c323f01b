"""An app of a later release, with migrations of the table `booking`."""
