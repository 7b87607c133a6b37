"""The cache of production: what it holds is convenient, never needed, so pages go on without it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as TooSlow

logger = logging.getLogger(__name__)


def _forgiving(name: str, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """The method of that name; where Redis does not answer, what `otherwise` gives for the same arguments."""
    act = getattr(RedisCache, name)

    def method(*args: Any, **kwargs: Any) -> Any:
        try:
            return act(*args, **kwargs)
        except (Unreachable, TooSlow) as error:
            logger.warning("cache unavailable: %s", error)
            return otherwise(*args, **kwargs)

    return method


def _default(self: RedisCache, key: str, default: Any = None, version: int | None = None) -> Any:
    return default


class ForgivingRedisCache(RedisCache):
    """Without Redis nothing is found and nothing is kept; the log says so."""

    get = _forgiving("get", _default)
    get_many = _forgiving("get_many", lambda *_args, **_kwargs: {})
    incr = _forgiving("incr", lambda *_args, **_kwargs: 1)
    set_many = _forgiving("set_many", lambda *_args, **_kwargs: [])
    add = _forgiving("add", lambda *_args, **_kwargs: True)
    has_key = _forgiving("has_key", lambda *_args, **_kwargs: False)
    touch = _forgiving("touch", lambda *_args, **_kwargs: False)
    delete = _forgiving("delete", lambda *_args, **_kwargs: False)
    set = _forgiving("set", lambda *_args, **_kwargs: None)
    delete_many = _forgiving("delete_many", lambda *_args, **_kwargs: None)
