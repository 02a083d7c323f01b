"""Query plans on a database with years of bookings."""
