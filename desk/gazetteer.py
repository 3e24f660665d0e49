"""The names of a district's register that the reader is given: those a person has confirmed, frozen with each batch.

What was recorded in bulk is not confirmed until somebody saves it: else a misreading would sharpen itself for ever.
"""

import hashlib
import json

from django.db.models import Exists, Model, OuterRef

from accounts.history import history_model
from articles.reader import EMPTY_GAZETTEER, Gazetteer
from desk.models import ImportBatch, NameTable
from desk.recording import IN_BULK
from people.models import District, Enterprise, EnterpriseAlias, Official, Organization, OrganizationAlias
from projects.models import Project, ProjectAlias

# By kind of name in a Gazetteer: the models that hold names of it, and the way from each to its district.
SOURCES: dict[str, list[tuple[type[Model], str]]] = {
    "people": [(Official, "district")],
    "organizations": [(Organization, "district"), (OrganizationAlias, "organization__district")],
    "enterprises": [(Enterprise, "district"), (EnterpriseAlias, "enterprise__district")],
    "projects": [(Project, "district"), (ProjectAlias, "project__district")],
}
_VERSION_LENGTH = 12  # hex digits
_MOST_IN_USE = 8

_in_use: dict[str, Gazetteer] = {}  # of this process, by version


def gazetteer_of(district: District) -> Gazetteer:
    """The confirmed names and aliases of a district's register as they are now, one query a model.

    A row is confirmed when its history tells of anything but having been recorded in bulk; an alias by its own. The
    version is a digest of the names: the same names, the same version.
    """
    names = {
        kind: sorted({name for model, path in sources for name in _confirmed(model, path, district)})
        for kind, sources in SOURCES.items()
    }
    content = json.dumps(names, ensure_ascii=False, sort_keys=True).encode()
    return _gazetteer(hashlib.sha256(content).hexdigest()[:_VERSION_LENGTH], names)


def frozen_names(district: District) -> NameTable:
    """The table of a district's confirmed names as they are now; the same names are kept once."""
    gazetteer = gazetteer_of(district)
    names = {kind: sorted(getattr(gazetteer, kind)) for kind in SOURCES}
    table, _ = NameTable.objects.get_or_create(district=district, version=gazetteer.version, defaults={"names": names})
    return table


def gazetteer_for(batch: ImportBatch) -> Gazetteer:
    """The names that every page of a batch is read with, whoever reads it; none for a batch from before there were tables."""
    table = batch.name_table
    if table is None:
        return EMPTY_GAZETTEER
    if table.version not in _in_use:
        if len(_in_use) >= _MOST_IN_USE:
            _in_use.clear()
        _in_use[table.version] = _gazetteer(table.version, table.names)
    return _in_use[table.version]


def _confirmed(model: type[Model], path: str, district: District):
    history = history_model(model).objects.filter(id=OuterRef("pk")).exclude(history_change_reason=IN_BULK)
    return model.objects.filter(Exists(history), **{path: district}).order_by().values_list("name", flat=True)


def _gazetteer(version: str, names: dict[str, list[str]]) -> Gazetteer:
    return Gazetteer(version, **{kind: frozenset(listed) for kind, listed in names.items()})
