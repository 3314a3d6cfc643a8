"""校验巡察档案包：只用 Python 标准库，不需要巡察案管系统。

用法见同一目录下的“校验说明.txt”。本文件可以单独复制出来，在任何装有 Python 3.8 及以上版本的计算机上运行。
"""

import hashlib
import json
import os
import sys
import zipfile

MANIFEST, DIGEST, HISTORY = "manifest.json", "manifest.sha256", "历史记录/history.jsonl"
PIECE = 1024 * 1024


class Folder:
    """解压后的文件夹。"""

    def __init__(self, place):
        self.place = place

    def names(self):
        found = []
        for folder, _folders, files in os.walk(self.place):
            for name in files:
                path = os.path.relpath(os.path.join(folder, name), self.place)
                found.append(path.replace(os.sep, "/"))
        return found

    def open(self, name):
        return open(os.path.join(self.place, *name.split("/")), "rb")


class Package:
    """没有解压的档案包。"""

    def __init__(self, place):
        self.zip = zipfile.ZipFile(place)

    def names(self):
        return [name for name in self.zip.namelist() if not name.endswith("/")]

    def open(self, name):
        return self.zip.open(name)


def sha256_of(source, name):
    sha = hashlib.sha256()
    with source.open(name) as file:
        for piece in iter(lambda: file.read(PIECE), b""):
            sha.update(piece)
    return sha.hexdigest()


def content_digest(files):
    """只由文件内容决定的校验码：同样的内容，不论何时由谁制作，都是同一个。"""
    sha = hashlib.sha256()
    for entry in files:
        sha.update("{} {}\n".format(entry["sha256"], entry["path"]).encode("utf-8"))
    return sha.hexdigest()


def measured(*values):
    return "".join("{}:{}".format(len(text), text) for text in map(str, values))


def line_of(said):
    """历史记录中一行参与哈希计算的文字。"""
    return measured(
        said["event"],
        said["case"],
        said["kind"],
        said["thing"],
        said["move"],
        said["actor"],
        said["acting"],
        said["on"],
        said["at"],
        said["from"],
        said["to"],
        said["version"],
        measured(*said["changed"]),
        said["digest"],
        said["remark_digest"],
        said["files_digest"],
        said["form"],
    )


def check_files(source, manifest, problems):
    names = source.names()
    there, twice = set(), set()
    for name in names:
        (twice if name in there else there).add(name)
    for name in sorted(twice):
        problems.append("同名文件出现两次：" + name)
    listed = {entry["path"]: entry for entry in manifest["files"]}
    by_digest = {}
    for entry in manifest["files"]:
        by_digest.setdefault(entry["sha256"], entry["path"])
    for name in sorted(there - set(listed) - {MANIFEST, DIGEST}):
        problems.append("多出文件（清单中没有）：" + name)
    for name, entry in listed.items():
        if name not in there:
            problems.append("缺少文件：" + name)
            continue
        try:
            found = sha256_of(source, name)
        except Exception as error:  # 压缩包损坏时，读取本身就会失败
            problems.append("文件读不出来：{}（{}）".format(name, error))
            continue
        if found == entry["sha256"]:
            continue
        if found in by_digest:
            problems.append("文件被调换：{}（内容是“{}”的）".format(name, by_digest[found]))
        else:
            problems.append("文件内容被改动：" + name)
    return len(listed)


def check_history(source, problems):
    count, before, versions = 0, None, {}
    with source.open(HISTORY) as file:
        for number, raw in enumerate(file, start=1):
            try:
                said = json.loads(raw.decode("utf-8"))
                text = "{}|{}|{}".format(said["previous"], said["seq"], line_of(said))
                fits = hashlib.sha256(text.encode("utf-8")).hexdigest() == said["hash"]
                thing = (said["kind"], said["thing"])
                seq, version = int(said["seq"]), int(said["version"])
            except (ValueError, KeyError, TypeError):
                problems.append("历史记录第{}行读不懂".format(number))
                continue
            count += 1
            if not fits:
                problems.append("历史记录第{}行与哈希链不符（链号{}）".format(number, seq))
            if before is not None:
                if seq <= before[0]:
                    problems.append("历史记录第{}行的次序不对（链号{}）".format(number, seq))
                elif seq == before[0] + 1 and said["previous"] != before[1]:
                    problems.append("历史记录第{}行与上一行接不上（链号{}）".format(number, seq))
            if version != versions.get(thing, 0) + 1:
                problems.append("历史记录第{}行之前缺少记录（链号{}）".format(number, seq))
            versions[thing] = version
            before = (seq, said["hash"])
    return count


def check(place, expected=""):
    """返回清单的校验码、文件数、历史记录行数和发现的问题。"""
    problems = []
    try:
        source = Folder(place) if os.path.isdir(place) else Package(place)
    except (OSError, zipfile.BadZipFile) as error:
        return "", 0, 0, ["档案包打不开：{}".format(error)]
    names = set(source.names())
    if MANIFEST not in names:
        return "", 0, 0, ["缺少清单文件 " + MANIFEST]
    try:
        found = sha256_of(source, MANIFEST)
        with source.open(MANIFEST) as file:
            manifest = json.loads(file.read().decode("utf-8"))
        content = manifest["content_sha256"]
        entries = [(entry["path"], entry["sha256"]) for entry in manifest["files"]]
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        return "", 0, 0, ["清单文件读不懂：{}".format(error)]
    if DIGEST not in names:
        problems.append("缺少清单校验码文件 " + DIGEST)
    else:
        with source.open(DIGEST) as file:
            said = file.read(200).decode("ascii", "replace").split()
        if not said or said[0] != found:
            problems.append("清单被改动：与 {} 不符".format(DIGEST))
    if expected and expected.strip().lower() != found:
        problems.append("清单被改动：与移交时登记的校验码不符")
    if content_digest(manifest["files"]) != content or len(set(entries)) != len(entries):
        problems.append("清单被改动：内容校验码不符")
    files = check_files(source, manifest, problems)
    lines = 0
    if HISTORY in names:
        try:
            lines = check_history(source, problems)
        except Exception as error:  # 已作为读不出来的文件列出，这里补充原因
            problems.append("历史记录读不出来：{}".format(error))
    return found, files, lines, problems


def main(arguments):
    here = os.path.dirname(os.path.abspath(__file__))
    place = arguments[0] if arguments else here
    expected = arguments[1] if len(arguments) > 1 else ""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    found, files, lines, problems = check(place, expected)
    print("清单校验码（SHA-256）：" + (found or "无"))
    if problems:
        print("校验未通过，发现{}处问题：".format(len(problems)))
        for number, problem in enumerate(problems, start=1):
            print("{}. {}".format(number, problem))
        return 1
    print("校验通过：{}个文件、{}条历史记录均与清单一致。".format(files, lines))
    if not expected:
        print("请再与移交时登记的清单校验码核对；也可以作为第二个参数输入，由本程序核对。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
