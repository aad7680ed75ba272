"""The browser's store of large messages: what it tells the server it need not be sent again."""

from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class MessageCache:
    """Messages by their hash, each with the run it was last used in; forgotten when it is `age` runs older."""

    age: int = 2  # `global.maxCachedMessageAge`, which the server tells at the start
    _runs: int = 0
    _kept: dict[str, tuple[ForwardMsg, int]] = field(default_factory=dict)

    @property
    def hashes(self) -> list[str]:
        """What the server is told with each message."""
        return list(self._kept)

    def restored(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself, or the one it refers to."""
        if message.WhichOneof("type") == "ref_hash":
            kept, _ = self._kept[message.ref_hash]
            self._kept[message.ref_hash] = kept, self._runs
            whole = ForwardMsg()
            whole.CopyFrom(kept)
            whole.metadata.CopyFrom(message.metadata)
            return whole
        if message.metadata.cacheable:
            self._kept[message.hash] = message, self._runs
        return message

    def run_finished(self, fragments: set[str]) -> None:
        """Forget what is too old; of a fragment's run only what belongs to it."""
        self._runs += 1
        for key, (message, used) in list(self._kept.items()):
            concerned = not fragments or message.delta.fragment_id in fragments
            if concerned and self._runs - used > self.age:
                del self._kept[key]
