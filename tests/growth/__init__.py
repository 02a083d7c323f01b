"""How the queries stand up to years of old bookings."""
