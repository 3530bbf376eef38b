"""A model of a few thousand random weights, to try the embedder without a download. Its rows mean nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_TEXTS = ("Write a poem about the sea. Name three rivers.", "강 이름 세 개를 쓰세요.", "川の名前を三つ書く。")
_UNKNOWN, _PAD, _BEGIN, _END = "[UNK]", "[PAD]", "[CLS]", "[SEP]"


def write_model(folder: Path, *, width: int = 32, layers: int = 2, longest: int = 128) -> None:
    """Write a BERT with random weights (always the same), its tokenizer and mean pooling into a folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    from selfinstruct_embeddings.embedder import quiet

    quiet()
    tokenizer = _tokenizer()
    with torch.random.fork_rng(devices=[]), TemporaryDirectory() as bert:
        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=width,
            num_hidden_layers=layers,
            num_attention_heads=4,
            intermediate_size=2 * width,
            max_position_embeddings=longest,
            pad_token_id=tokenizer.pad_token_id,
        )
        tokenizer.save_pretrained(bert)
        BertModel(config).save_pretrained(bert)
        words = Transformer(bert, max_seq_length=longest)
        SentenceTransformer(modules=[words, Pooling(width)], device="cpu").save(str(folder))


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    bytewise = Tokenizer(models.BPE(unk_token=_UNKNOWN))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=[_UNKNOWN, _PAD, _BEGIN, _END],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    bytewise.train_from_iterator(_TEXTS, trainer)
    ends = [(token, bytewise.token_to_id(token)) for token in (_BEGIN, _END)]
    bytewise.post_processor = processors.TemplateProcessing(single=f"{_BEGIN} $A {_END}", special_tokens=ends)
    return PreTrainedTokenizerFast(
        tokenizer_object=bytewise, unk_token=_UNKNOWN, pad_token=_PAD, cls_token=_BEGIN, sep_token=_END
    )
