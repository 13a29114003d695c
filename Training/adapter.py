"""The adapter of Kangaroo: from an early layer's stream to what the target's head can read."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from model import Attention, Model


class Adapter(Attention):
    """One attention without a feed-forward part, then a norm; the head is the target's.

    It begins as the attention of the layer that follows the exit, with the target's last norm.
    """

    def __init__(self, target: Model, exit_layer: int):
        super().__init__(target.shape)
        self.register_buffer("exit_layer", torch.tensor(exit_layer))
        self.output_norm = nn.RMSNorm(target.shape.hidden, eps=target.shape.norm_epsilon)
        following = target.layers[exit_layer].state_dict()
        shared = {name: following[name] for name in self.state_dict() if name in following}
        begun = shared | {"output_norm.weight": target.norm.weight}
        self.load_state_dict(self.state_dict() | begun)

    def normed(self, stream: Tensor, target: Model) -> Tensor:
        """The stream behind the exit layer, [batch, length, hidden], to what the head reads."""
        length = stream.shape[1]
        return self.output_norm(self(stream, target.cosines[:length], target.sines[:length]))

    def logits(self, stream: Tensor, target: Model) -> Tensor:
        """[batch, length, vocabulary]."""
        return functional.linear(self.normed(stream, target), target.embedding.weight)


def soft_cross_entropy(teacher: Tensor, student: Tensor) -> Tensor:
    """Mean of -sum p ln q over logits [rows, tokens]; nothing flows into the teacher."""
    law = teacher.detach().softmax(-1)
    return -(law * student.log_softmax(-1)).sum(-1).mean()


@torch.no_grad()
def expected_acceptance(teacher: Tensor, student: Tensor) -> Tensor:
    """Mean of sum min(p, q) over logits [rows, tokens]."""
    return torch.minimum(teacher.softmax(-1), student.softmax(-1)).sum(-1).mean()
