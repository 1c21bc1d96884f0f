"""One structure tree out of many: the tags of each part below a `Part` element, all below one `Document`.

In: structure trees of parts and the copiers that copy them. Out: the new tree with its parent tree, roles and ids (ISO
32000-1, 14.7). No element is dropped or moved; a tag that means something else in an earlier part is renamed, and
attribute classes are expanded where they are used.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Mapping

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, PdfObject

from protocolpress.errors import CompendiumError, Position, error
from protocolpress.pdf import linking, object_copy, objects, parsing, trees

STANDARD = frozenset(
    {
        *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
        *(
            "Private",
            "P",
            "H",
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
            "TH",
            "TD",
        ),
        *("THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby"),
        *("RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
    }
)
"""The tags of ISO 32000-1, 14.8.4."""


class Structure:
    """The structure tree of a compendium while it is assembled."""

    def __init__(self, table: objects.Table) -> None:
        """Start an empty tree in *table*."""
        self._table = table
        self.root = table.hold(table.reserve())
        self.document = table.hold(table.reserve())
        self._adopted = False
        self.parts: list[PdfObject] = []
        """The top elements of the parts."""
        self.parents: dict[int, PdfObject] = {}
        self.roles: dict[str, str] = {}
        self.ids: dict[str, IndirectObject] = {}
        self.counter = itertools.count()
        """Keys of the parent tree that have not been claimed."""

    def append(
        self, tree: DictionaryObject, copier: object_copy.Copier, *, title: str, locale: str, position: Position
    ) -> None:
        """Add the tags of a part.

        Raises:
            CompendiumError: the part has no tags, or some that mean nothing.
        """
        reference = self._table.reserve()
        self.parts.append(reference)
        self.fill(reference, self.document, tree, copier, title=title, locale=locale, position=position)

    def fill(  # noqa: PLR0913 - a part, its place in the tree, and its metadata
        self,
        reference: IndirectObject,
        parent: PdfObject,
        tree: DictionaryObject,
        copier: object_copy.Copier,
        *,
        title: str,
        locale: str,
        position: Position,
    ) -> None:
        """Make *reference* the `Part` of the tags of *tree*, below *parent*."""
        copier.classes = parsing.dictionary(tree.get("/ClassMap"))
        self._take_roles(tree, copier, position)
        element = _part(tree, copier, reference)
        if not element.get("/K"):
            raise CompendiumError(parsing.untagged(position))
        element.update(
            objects.dictionary(S=NameObject("/Part"), P=parent, T=objects.text(title), Lang=objects.text(locale))
        )
        self._table.put(reference, element)
        self.take_parents(tree, copier)

    def adopt(self, tree: DictionaryObject, copier: object_copy.Copier, without: Container[int]) -> None:
        """Add a tree unchanged; entries *without* of its parent tree belong to pages that are not copied."""
        only = parsing.array(tree.raw_get("/K"))[0]
        for own, reference in ((tree.indirect_reference, self.root), (only, self.document)):
            if isinstance(own, IndirectObject):
                copier.stand_for(own, reference)
        self._table.put(self.document, copier.value(parsing.dictionary(only)))
        self._adopted = True
        self._take_roles(tree, copier, Position(""))
        self.take_parents(tree, copier, without)

    def take_parents(self, tree: DictionaryObject, copier: object_copy.Copier, without: Container[int] = ()) -> None:
        """Add the owners of the content of pages, except entries *without*."""
        for key, value in trees.pairs(tree.raw_get("/ParentTree"), "/Nums"):
            if int(str(key)) not in without and not copier.leaves_out(value):
                self.own(copier.structure_key(key), copier.value(value))

    def own(self, key: int, parents: PdfObject) -> None:
        """Record the *parents* of the content with *key*: an element, or one for each marked content of a page."""
        self.parents[key] = self._table.add(parents) if isinstance(parents, ArrayObject) else parents

    def take(self, linked: linking.Linked) -> None:
        """Add the tags of a prepared part."""
        part = linked.part
        self.parts.append(linked.reference(part.element))
        self.parents |= {linked.keys + key: linked.reference(number) for key, number in part.parents}
        self.ids |= {name: linked.reference(number) for name, number in part.ids}

    def take_ids(self, copier: object_copy.Copier, position: Position) -> None:
        """Add the ids of the elements that *copier* has copied.

        Raises:
            CompendiumError: two elements of one part have the same id.
        """
        for name, element in copier.ids:
            if name in self.ids:
                message = f"two structure elements have the id {name}"
                raise CompendiumError(error(position, "duplicate-id", message, "make the PDF again"))
            self.ids[name] = element

    def close(self, locale: str) -> IndirectObject:
        """Write the tree and return its reference."""
        if not self._adopted:
            document = objects.dictionary(
                Type=NameObject("/StructElem"),
                S=NameObject("/Document"),
                P=self.root,
                K=ArrayObject(self.parts),
                Lang=objects.text(locale),
            )
            self._table.put(self.document, document)
        parents = [(NumberObject(key), value) for key, value in sorted(self.parents.items())]
        root = objects.dictionary(
            Type=NameObject("/StructTreeRoot"),
            K=ArrayObject([self.document]),
            ParentTree=trees.write(self._table, "/Nums", parents),
            ParentTreeNextKey=NumberObject(next(self.counter)),
        )
        if self.roles:
            roles = {NameObject(role): NameObject(meaning) for role, meaning in sorted(self.roles.items())}
            root[NameObject("/RoleMap")] = DictionaryObject(roles)
        if self.ids:
            root[NameObject("/IDTree")] = trees.write_names(self._table, self.ids)
        self._table.put(self.root, root)
        return self.root

    def _take_roles(self, tree: DictionaryObject, copier: object_copy.Copier, position: Position) -> None:
        """Add the role map of a part's own tags."""
        roles = {str(role): str(meaning) for role, meaning in parsing.dictionary(tree.get("/RoleMap")).items()}
        meanings = {role: _meaning(role, roles, position) for role in roles}
        copier.roles = {role: self._table.role(name) for role, name in self.rename(meanings).items()}

    def rename(self, meanings: Mapping[str, str]) -> dict[str, str]:
        """Add tags with the standard ones they map to; rename each one that is already used with another meaning."""
        renamed = {}
        for role, meaning in meanings.items():
            if role == meaning:
                continue
            name, number = role, 1
            while name[1:] in STANDARD or self.roles.get(name, meaning) != meaning:
                number += 1
                name = f"{role}-{number}"
            self.roles[name] = meaning
            renamed[role] = name
        return renamed


def _meaning(role: str, roles: Mapping[str, str], position: Position) -> str:
    """Map *role* to a standard tag."""
    meaning, steps = roles[role], 0
    while meaning in roles and roles[meaning] != meaning and steps <= len(roles):
        meaning, steps = roles[meaning], steps + 1
    if meaning[1:] not in STANDARD or steps > len(roles):
        message = f"the tag {role} is not mapped to a standard structure type"
        raise CompendiumError(error(position, "foreign-tags", message, "save it as PDF/UA-1"))
    return meaning


def _part(tree: DictionaryObject, copier: object_copy.Copier, reference: IndirectObject) -> DictionaryObject:
    """Copy the top of a part's tree as *reference*: its only `Document` element, or all its top elements."""
    kids = parsing.array(tree.raw_get("/K"))
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
