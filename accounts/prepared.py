"""Querysets whose SQL is composed once in a process: for a query with some joins, Django takes longer to put it
together than the database to answer it, and does so anew each time.

A queryset is built of marks instead of values; where marks stand among the parameters of its SQL, each call puts what
it was given. Rows are made by Django as ever, by the same compiler."""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import BaseIterable
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")

FIELDS: "Mapping[type, models.Field[Any, Any]]" = {
    int: models.IntegerField(),
    str: models.CharField(),
    date: models.DateField(),
    UUID: models.UUIDField(),
}
MARKS: Mapping[type, Callable[[int], Any]] = {
    int: lambda place: 1_357_924_680 + place,
    str: lambda place: f"\ue000{place}",
    date: lambda place: date.fromordinal(1 + place),
    UUID: lambda place: UUID(int=place),
}
"""Values that stand in no query of ours, by kind."""


class Composed(NamedTuple):
    """`places`: for each parameter its value, or the number of the given value that it is."""

    compiler: SQLCompiler
    iterable: "type[BaseIterable[Any]]"
    sql: str
    places: tuple[tuple[int | None, Any], ...]


class Prepared(Generic[Row]):
    """To be called with what `build` takes, each of its kind; `(kind,)` is a collection of any size, for `…__in`. For
    rows that are models or made by values_list, without prefetches."""

    def __init__(self, build: "Callable[..., models.QuerySet[Any, Row]]", *kinds: type | tuple[type]) -> None:
        self.build, self.kinds = build, kinds
        self._composed: dict[object, Composed | None] = {}
        self._locks = False

    def __call__(self, *given: Any) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        sizes = (len(value) for kind, value in zip(self.kinds, given, strict=True) if isinstance(kind, tuple))
        shape = (connection.vendor, *sizes)
        if shape not in self._composed or (self._locks and connection.get_autocommit()):  # which Django refuses
            self._composed[shape] = self._compose(given)
        composed = self._composed[shape]
        return list(_rows(composed, self._stored(given))) if composed else []

    def first(self, *given: Any) -> Row | None:
        """The first row; `build` limits the query to one."""
        return next(iter(self(*given)), None)

    def _compose(self, given: tuple[Any, ...]) -> Composed | None:
        """None where no row can be: something is to be among nothing."""
        marks = tuple(self._marks(given))
        queryset = self.build(*marks)
        self._locks = queryset.query.select_for_update
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        stored = self._stored(marks)
        places = tuple((stored.index(each) if each in stored else None, each) for each in parameters)
        if {place for place, _value in places} - {None} != set(range(len(stored))):
            raise ValueError("not every value that is given is a parameter of the query")
        compiler.connection = None  # that of whichever thread came first
        return Composed(compiler, queryset._iterable_class, sql, places)

    def _marks(self, given: Iterable[Any]) -> Iterator[Any]:
        place = 0
        for kind, value in zip(self.kinds, given, strict=True):
            size = len(value) if isinstance(kind, tuple) else 1
            mark = MARKS[kind[0] if isinstance(kind, tuple) else kind]
            found = tuple(mark(place + each) for each in range(size))
            yield found if isinstance(kind, tuple) else found[0]
            place += size

    def _stored(self, given: Iterable[Any]) -> list[Any]:
        """One after the other, as the database takes them."""
        found: list[Any] = []
        connection = connections[DEFAULT_DB_ALIAS]
        for kind, value in zip(self.kinds, given, strict=True):
            field = FIELDS[kind[0] if isinstance(kind, tuple) else kind]
            values = value if isinstance(kind, tuple) else (value,)
            found += [field.get_db_prep_value(each, connection, prepared=True) for each in values]
        return found


class _Rows:
    """What Django's iterables ask of a queryset and of its query."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: Mapping[Any, Any] = {}

    def __init__(self, compiler: SQLCompiler) -> None:
        self.query, self.compiler = self, compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> SQLCompiler:
        return self.compiler


def _rows(composed: Composed, values: list[Any]) -> Iterable[Any]:
    compiler = copy.copy(composed.compiler)
    parameters = tuple(value if place is None else values[place] for place, value in composed.places)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    compiler.as_sql = lambda: (composed.sql, parameters)
    return composed.iterable(_Rows(compiler))
