"""One structure tree out of many: the tags of each part below a `Part` element, all below one `Document`.

In: structure trees of parts and the copiers that copy them. Out: the new tree with its parent tree, roles and ids
(ISO 32000-1, 14.7). No element is dropped or moved.
"""

from __future__ import annotations

import itertools

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from protocolpress.errors import CompendiumError, Position, error
from protocolpress.pdf import copying, objects, opening, trees


class Structure:
    """The structure tree of a compendium while it grows."""

    def __init__(self, table: objects.Objects) -> None:
        """Start an empty tree in *table*."""
        self._table = table
        self._tree = table.reserve()
        self._document = table.reserve()
        self._parts: list[PdfObject] = []
        self._parents: dict[int, PdfObject] = {}
        self._roles: dict[str, str] = {}
        self._ids: dict[str, IndirectObject] = {}
        self.counter = itertools.count()
        """Keys of the parent tree not yet taken."""

    def append(
        self, tree: DictionaryObject, copier: copying.Copier, *, title: str, locale: str, position: Position
    ) -> None:
        """Take in the tags of a part.

        Raises:
            CompendiumError: the part has no tags, or uses a tag for something else than an earlier part.
        """
        reference = self._table.reserve()
        element = _part(tree, copier, reference)
        if not element.get("/K"):
            raise CompendiumError(opening.untagged(position))
        element.update(
            objects.dictionary(
                S=NameObject("/Part"), P=self._document, T=objects.text(title), Lang=objects.text(locale)
            )
        )
        self._table.put(reference, element)
        self._parts.append(reference)
        for key, value in trees.pairs(tree.raw_get("/ParentTree"), "/Nums"):
            self._parents[copier.structure_key(key)] = copier.value(value)
        self._take_roles(tree, position)

    def take_ids(self, copier: copying.Copier, position: Position) -> None:
        """Take in the ids of the elements that *copier* has copied.

        Raises:
            CompendiumError: two elements of one part have the same id.
        """
        for name, element in copier.ids:
            if name in self._ids:
                message = f"two structure elements have the id {name}"
                raise CompendiumError(error(position, "duplicate-id", message, "make the PDF again"))
            self._ids[name] = element

    def close(self, locale: str) -> IndirectObject:
        """Write the tree and give its reference."""
        document = objects.dictionary(
            Type=NameObject("/StructElem"),
            S=NameObject("/Document"),
            P=self._tree,
            K=ArrayObject(self._parts),
            Lang=objects.text(locale),
        )
        self._table.put(self._document, document)
        parents = [(NumberObject(key), value) for key, value in sorted(self._parents.items())]
        root = objects.dictionary(
            Type=NameObject("/StructTreeRoot"),
            K=ArrayObject([self._document]),
            ParentTree=trees.write(self._table, "/Nums", parents),
            ParentTreeNextKey=NumberObject(next(self.counter)),
        )
        if self._roles:
            roles = {NameObject(role): NameObject(meaning) for role, meaning in sorted(self._roles.items())}
            root[NameObject("/RoleMap")] = DictionaryObject(roles)
        if self._ids:
            root[NameObject("/IDTree")] = trees.write_names(self._table, self._ids)
        self._table.put(self._tree, root)
        return self._tree

    def _take_roles(self, tree: DictionaryObject, position: Position) -> None:
        for role, meaning in opening.dictionary(tree.get("/RoleMap")).items():
            known = self._roles.setdefault(str(role), str(meaning))
            if known != str(meaning):
                message = f"the tag {role} stands for {meaning} here and for {known} in an earlier part"
                raise CompendiumError(error(position, "role-conflict", message, "use standard tags only"))


def _part(tree: DictionaryObject, copier: copying.Copier, reference: IndirectObject) -> DictionaryObject:
    """Copy the top of a part's tree as *reference*: its only `Document` element, or all that it has side by side."""
    kids = opening.array(tree.raw_get("/K"))
    only = kids[0].get_object() if len(kids) == 1 else None
    if isinstance(only, DictionaryObject) and only.get("/S") == "/Document":
        if isinstance(kids[0], IndirectObject):
            copier.stand_for(kids[0], reference)
        copy = copier.value(only)
        if isinstance(copy, DictionaryObject):
            return copy
    if tree.indirect_reference is not None:
        copier.stand_for(tree.indirect_reference, reference)
    return objects.dictionary(Type=NameObject("/StructElem"), K=ArrayObject(map(copier.value, kids)))
