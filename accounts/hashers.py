from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id at 19 MiB: 57 ms of one core, so that five hundred people may sign in within two minutes."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
