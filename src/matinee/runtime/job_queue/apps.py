from django.apps import AppConfig


class JobQueueConfig(AppConfig):
    name = "matinee.runtime.job_queue"
