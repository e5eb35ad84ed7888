"""The command line: build, ask, lookup, outline, verify, eval, serve."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, QuestionError, UsageError
from assistant.interface import rendering

DONE, FAILED, USAGE = 0, 1, 2
Work = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code: 0 done, 1 failed with a message, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Japanese must come out whole whatever the terminal says it takes.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    try:
        work: Work = options.work
        return work(options)
    except AssistantError as error:
        return _complain(error, USAGE if isinstance(error, UsageError | QuestionError) else FAILED)
    except BrokenPipeError:
        # The reader has gone; Python would complain once more when it flushes on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        why = f"{error.strerror}: {error.filename or '出力'}"
        return _complain(
            AssistantError(f"読み書きできません({why})。場所と空きを確かめてください。"), FAILED
        )
    except KeyboardInterrupt:
        return _complain(AssistantError("中断しました。"), FAILED)


def _complain(error: AssistantError, code: int) -> int:
    sys.stderr.write(f"keniki: {error}\n")
    return code


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(value: Any) -> None:  # noqa: ANN401
    _say(json.dumps(value, ensure_ascii=False))


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--corpus", type=Path, default=Path("corpus"), help="文書フォルダー")
    common.add_argument("--index", type=Path, default=Path("index"), help="索引フォルダー")
    parser = argparse.ArgumentParser(prog="keniki", description="圏域アシスタント")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, work: Work, about: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, parents=[common], help=about, description=about)
        found.set_defaults(work=work)
        return found

    build = command("build", _build, "索引を作る、または新しくする")
    build.add_argument("--if-stale", action="store_true", help="新しくする必要があるときだけ作る")
    ask = command("ask", _ask, "質問に、文書の引用で答える")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    lookup = command("lookup", _lookup, "番地の条文を示す")
    lookup.add_argument("reference", nargs="?", metavar="REFERENCE")
    for batched in (ask, lookup):
        batched.add_argument("--json", action="store_true", help="JSON で出す")
        batched.add_argument("--batch", type=Path, metavar="FILE", help="JSONL を一行ずつ処理する")
    outline = command("outline", _outline, "一つの文書の構造を示す")
    outline.add_argument("file", type=Path, metavar="FILE")
    outline.add_argument("--json", action="store_true", help="JSON で出す")
    verify = command("verify", _verify, "索引と文書、または保存した答えを照合する")
    verify.add_argument("answer", nargs="?", type=Path, metavar="ANSWER.json")
    evaluate = command("eval", _eval, "質問集で採点する")
    evaluate.add_argument("file", type=Path, metavar="FILE")
    evaluate.add_argument("--json", action="store_true", help="JSON で出す")
    evaluate.add_argument("--failures", action="store_true", help="外れた質問も示す")
    serve = command("serve", _serve, "ページを開く")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    return parser


def _assistant(options: argparse.Namespace) -> Any:  # noqa: ANN401
    from assistant.service import Assistant
    from assistant.settings import load_settings

    return Assistant.open(options.corpus, options.index, load_settings())


# Commands


def _build(options: argparse.Namespace) -> int:
    from assistant.interface.building import build

    return build(options.corpus, options.index, only_if_stale=options.if_stale)


def _ask(options: argparse.Namespace) -> int:
    _one_of(options.question, options.batch, "QUESTION")
    if options.batch is not None:
        return _batch(options, _ask_line)
    if options.question is not None:
        from assistant.answering.questions import checked

        checked(options.question)
    answer = _assistant(options).ask(options.question)
    _say_answer(answer, as_json=options.json)
    return DONE


def _lookup(options: argparse.Namespace) -> int:
    _one_of(options.reference, options.batch, "REFERENCE")
    if options.batch is not None:
        return _batch(options, _lookup_line)
    from assistant.answering.questions import checked

    checked(options.reference)
    answer = _assistant(options).lookup(options.reference)
    _say_answer(answer, as_json=options.json)
    return DONE


def _say_answer(answer: Any, *, as_json: bool) -> None:  # noqa: ANN401
    if as_json:
        _say_json(rendering.answer_json(answer))
    else:
        _say(rendering.answer_text(answer))


def _one_of(word: str | None, batch: Path | None, name: str) -> None:
    if (word is None) == (batch is None):
        msg = f"{name} か --batch FILE のどちらか一つを指定してください。"
        raise UsageError(msg)


def _batch(
    options: argparse.Namespace, answer: Callable[[Any, dict[str, Any]], dict[str, Any]]
) -> int:
    lines = list(_batch_lines(options.batch))
    assistant = _assistant(options)
    for number, line in lines:
        try:
            _say_json({"id": line["id"], **answer(assistant, line)})
        except QuestionError as error:
            msg = f"{options.batch} の{number}行目: {error}"
            raise QuestionError(msg) from error
    return DONE


def _batch_lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file} を読めません。UTF-8 の JSONL ファイルを指定してください。"
        raise UsageError(msg) from error
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError) as error:
            msg = f"{file} の{number}行目が JSON ではありません。直してください。"
            raise UsageError(msg) from error
        if not isinstance(line, dict) or "id" not in line:
            msg = f'{file} の{number}行目に "id" がありません。書き足してください。'
            raise UsageError(msg)
        yield number, line


def _text_of(line: dict[str, Any], key: str) -> str:
    value = line.get(key)
    if not isinstance(value, str):
        msg = f'"{key}" が文字列ではありません。直してください。'
        raise QuestionError(msg)
    return value


def _ask_line(assistant: Any, line: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    if "turns" not in line:
        return rendering.answer_json(assistant.ask(_text_of(line, "question")))
    turns = line["turns"]
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        msg = '"turns" は文字列の並びで書いてください。'
        raise QuestionError(msg)
    answers: list[dict[str, Any]] = []
    earlier: list[Any] = []
    for turn in turns:
        answer, query = assistant.converse(turn, earlier)
        answers.append(rendering.answer_json(answer))
        earlier.append(query)
    return {"answers": answers}


def _lookup_line(assistant: Any, line: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    return rendering.answer_json(assistant.lookup(_text_of(line, "reference")))


def _outline(options: argparse.Namespace) -> int:
    from assistant.documents.chunks import read
    from assistant.documents.sources import read_file

    reading = read(read_file(options.file))
    if options.json:
        _say_json(rendering.outline_json(reading))
    else:
        _say(rendering.outline_text(reading))
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from assistant.interface.verifying import verify_answers, verify_index

    if options.answer is not None:
        return verify_answers(options.answer, options.corpus)
    return verify_index(options.corpus, options.index)


def _eval(options: argparse.Namespace) -> int:
    from assistant.interface.evaluation import evaluate, table

    scores = evaluate(_assistant(options), options.file)
    _say_json(scores.as_json()) if options.json else _say(table(scores, failures=options.failures))
    return DONE


def _serve(options: argparse.Namespace) -> int:
    from assistant.interface.ui.page import serve

    return serve(options.corpus, options.index, options.host, options.port)
