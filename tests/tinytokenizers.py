"""Tokenizers trained on a few lines in three languages, as the folders that users name; and a model of random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEXTS = (
    "Below is an instruction that describes a task. Write a response that appropriately completes the request.",
    "### Instruction:\nName three rivers.\n\n### Input:\nEurope\n\n### Response:\nDanube, Rhine, Volga",
    "아래는 작업을 설명하는 명령어입니다. 요청을 적절히 완료하는 응답을 작성하세요.\n\n### 명령어:\n강 이름 세 개를 쓰세요.",
    "以下は、タスクを説明する指示です。要求を適切に満たす応答を書きなさい。\n\n### 指示:\n川の名前を三つ書く。",
)
BEGIN, END, TURN, TURN_END = "<s>", "</s>", "<|im_start|>", "<|im_end|>"

# As many models have it; what stands between the generation marks is what TRL learns from.
CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}"
    "{% if message['role'] == 'assistant' %}{% generation %}{{ message['content'] + '<|im_end|>' }}{% endgeneration %}"
    "{% else %}{{ message['content'] + '<|im_end|>' }}{% endif %}{{ '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
# Closes no turn, and knows no system message.
BARE = (
    "{% for message in messages %}{% if message.role == 'system' %}{{ raise_exception('no system message') }}{% endif %}"
    "<{{ message.role }}>{{ message.content }}\n{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
)
# Has the model think first, which no answer of ours does.
THINKING = (
    "{% for message in messages %}<{{ message.role }}>{{ message.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant><think>{% endif %}"
)


def bytewise(folder: Path, *, chat: str | None = None, end: str | None = END, pad: str | None = None, **more: Any) -> str:
    """Write a byte-level BPE tokenizer that begins texts with `<s>`, as those of Llama 3."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=[BEGIN, END, TURN, TURN_END, "<pad>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    made.train_from_iterator([*TEXTS, "a :) b :) c :) d:) :):) ::)"], trainer)
    begin = made.token_to_id(BEGIN)
    made.post_processor = processors.TemplateProcessing(single=f"{BEGIN} $A", special_tokens=[(BEGIN, begin)])
    return saved(
        folder, PreTrainedTokenizerFast(tokenizer_object=made, bos_token=BEGIN, eos_token=end, pad_token=pad, **more), chat
    )


def spacewise(folder: Path, *, chat: str | None = None) -> str:
    """Write a tokenizer that begins every text with a space and cuts at none, as that of Llama 2."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))  # noqa: S106
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", BEGIN, END, *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=special, show_progress=False)
    pieces = [piece for text in TEXTS for piece in text.splitlines()]
    made.train_from_iterator([*pieces, *["Response:(a)", "x:(b)", ":(", ":(c"] * 9], trainer)
    made.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in (BEGIN, END)])
    return saved(folder, PreTrainedTokenizerFast(tokenizer_object=made, bos_token=BEGIN, eos_token=END), chat)


def saved(folder: Path, tokenizer: Any, chat: str | None) -> str:
    """Write a tokenizer with that chat template into a folder; its path."""
    if chat:
        tokenizer.chat_template = chat
    tokenizer.save_pretrained(folder)
    return str(folder)


def write_model(folder: Path, **options: Any) -> str:
    """Write a Llama with random weights (always the same) beside a bytewise tokenizer."""
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    tokenizer = AutoTokenizer.from_pretrained(bytewise(folder, **options))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        config = LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=4,
            max_position_embeddings=2048,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
        LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)
