"""The task queue as the broker has it."""

from celery import current_app
from kombu.exceptions import ChannelError, KombuError
from redis.exceptions import RedisError

AWAY = (OSError, KombuError, RedisError)
"""What asking may raise."""


def waiting_messages() -> int:
    """Tasks sent that no worker has taken yet; raises what the broker raises when it is away."""
    queue = current_app.conf.task_default_queue
    with current_app.connection_for_read(transport_options=_quick()) as connection:
        try:
            return int(connection.default_channel.queue_declare(queue, passive=True).message_count)
        except ChannelError:  # Redis has no list for a queue that is empty
            return 0


def _quick() -> dict[str, object]:
    """The portal's options, but nobody who asks waits long for a broker that does not answer."""
    options = {**current_app.conf.broker_transport_options, "max_retries": 1, "interval_start": 0, "interval_step": 0}
    if current_app.conf.broker_url.startswith("redis"):
        options |= {"socket_connect_timeout": 2, "socket_timeout": 2}
    return options
