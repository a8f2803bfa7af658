"""Files brought to a draft until the server holds exactly the pack, checksum by checksum."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from attested.deposits.client import Client, Json
from attested.deposits.errors import AGAIN, DepositError
from attested.deposits.sums import Upload

Say = Callable[[str], None]


def upload(client: Client, record_id: str, pack: Sequence[Upload], say: Say) -> None:
    """Makes the draft's files those of the pack; what is there already is kept."""
    folder = f"/records/{quote(record_id, safe='')}/draft/files"
    there = _entries(client, folder)
    for name in [name for name in there if not _is_in(there[name], name, pack)]:
        client.call("DELETE", f"{folder}/{quote(name, safe='')}")
        del there[name]
    for each in pack:
        if each.name not in there:
            say(f"uploading {each.name}, {each.size} bytes")
            _send(client, folder, each)
    compare(client, f"/records/{quote(record_id, safe='')}/draft", pack)


def compare(client: Client, path: str, pack: Sequence[Upload]) -> None:
    """Raises DepositError unless the files under the path are those of the pack."""
    there = _entries(client, f"{path}/files")
    strange = sorted(there.keys() - {each.name for each in pack})
    if strange:
        raise DepositError(f"{strange[0]}: is at the server and not in the pack; {AGAIN}")
    for each in pack:
        if each.name not in there:
            raise DepositError(f"{each.name}: is not at the server; {AGAIN}")
        _match(each, there[each.name])
        if there[each.name].get("size") != each.size:
            raise DepositError(f"{each.name}: has another size at the server; {AGAIN}")


def checksums(client: Client, record_id: str) -> dict[str, str]:
    """The checksum of each file of a published record, as `md5:<hex>`."""
    there = _entries(client, f"/records/{quote(record_id, safe='')}/files")
    return {name: str(there[name].get("checksum")) for name in sorted(there)}


def _entries(client: Client, folder: str) -> dict[str, Json]:
    return {entry["key"]: entry for entry in client.call("GET", folder).get("entries") or []}


def _is_in(entry: Json, name: str, pack: Sequence[Upload]) -> bool:
    complete = entry.get("status") == "completed"
    sums = [f"md5:{each.md5}" for each in pack if each.name == name]
    return complete and entry.get("checksum") in sums


def _send(client: Client, folder: str, each: Upload) -> None:
    client.call("POST", folder, [{"key": each.name}])
    place = f"{folder}/{quote(each.name, safe='')}"
    client.send(f"{place}/content", each.blocks(), each.size)
    _match(each, client.call("POST", f"{place}/commit"))


def _match(each: Upload, entry: Json) -> None:
    found = entry.get("checksum")
    if found != f"md5:{each.md5}":
        message = f"{each.name}: the server has {found}, the file md5:{each.md5}; {AGAIN}"
        raise DepositError(message)
