"""The site with an audience: every screen in every state that a visitor can meet, and how to get there."""
