"""From a judgement, which has no words, to the published answer in one language. Does no I/O."""

from beian.render.answer import render
from beian.render.steps import next_steps

__all__ = ["next_steps", "render"]
