"""Sessions of staff on a running site, for tests in a browser."""

SESSION_OF = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

def session_of(user):
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "matinee.staff.authentication.StaffBackend"
    session.save()
    return session.session_key
"""
"""Code for `matinee manage shell`: the key of a new session of a user, who has typed no password in it."""
