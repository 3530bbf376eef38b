"""A model of a few thousand random weights, to try the backend without a download. It says nothing sensible."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHAT_TEMPLATE = (
    "{% for message in messages %}<{{ message.role }}>{{ message.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
_TEXTS = ("1. Write a poem about the sea.\n2. Name three rivers.\n", "강 이름 세 개를 쓰세요.\n", "川の名前を三つ書く。\n")
_BEGIN, _END = "<s>", "</s>"


def write_model(folder: Path, *, chat: bool = True, width: int = 32, layers: int = 2, context: int = 2048) -> None:
    """Write a Llama with random weights (always the same) and a byte-level BPE tokenizer into a folder."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from selfinstruct_transformers.wording import quiet

    quiet()
    tokenizer = _tokenizer(chat=chat)
    tokenizer.save_pretrained(folder)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        config = LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=width,
            intermediate_size=2 * width,
            num_hidden_layers=layers,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=context,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
        )
        LlamaForCausalLM(config).save_pretrained(folder)


def temporary_model() -> TemporaryDirectory[str]:
    """A folder with such a model, gone when it is let go of."""
    folder = TemporaryDirectory(prefix="selfinstruct-")
    write_model(Path(folder.name))
    return folder


def _tokenizer(*, chat: bool) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    bytewise = Tokenizer(models.BPE())
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=[_BEGIN, _END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    bytewise.train_from_iterator(_TEXTS, trainer)
    begin = bytewise.token_to_id(_BEGIN)
    bytewise.post_processor = processors.TemplateProcessing(single=f"{_BEGIN} $A", special_tokens=[(_BEGIN, begin)])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytewise, bos_token=_BEGIN, eos_token=_END)
    if chat:
        tokenizer.chat_template = CHAT_TEMPLATE
    return tokenizer
