"""The jobs of opening a cinema."""

from procrastinate.contrib.django import app

from matinee.opening import mail_tests


@app.task(name=mail_tests.SEND_TEST_EMAIL)
def send_test_email(email_id: int) -> None:
    """Send a test email, once."""
    mail_tests.send_test_email(email_id)
