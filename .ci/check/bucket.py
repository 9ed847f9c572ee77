"""Publishes a site to a server of S3 and kills the program at random moments.

    bucket.py PROGRAM FOLDER [ARTICLES [KILLS]]

installs moto, a server of S3, in FOLDER, and works there. After each kill, and all the while, a reader who starts at the front page must
find everything; after the next publication the bucket must equal the site to the byte."""

import mimetypes
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

program, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
articles, kills = (int(text) for text in (sys.argv[3:] + ["60", "5"][len(sys.argv) - 3:]))
bucket, prefix = "digest", "of/the-bay"
random.seed(1)


def install():
    """Returns moto's program, or None where it cannot be had."""
    venv = folder / "venv"
    made = subprocess.run([sys.executable, "-m", "venv", venv], capture_output=True)
    pip = [venv / "bin/pip", "install", "-q", "--disable-pip-version-check", "moto[server,s3]==5.*"]
    if made.returncode or subprocess.run(pip, capture_output=True).returncode:
        return None
    return venv / "bin/moto_server"


def serve(moto):
    """Starts the server and makes the bucket. Returns the server."""
    global address
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([moto, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            request("", "PUT")
            return server
        except OSError:
            time.sleep(0.1)
    sys.exit("fault: the server does not start")


def request(path, method="GET", data=None):
    """Sends a request to the server, which believes any signature."""
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=nobody/20200101/us-east-1/s3/aws4_request",
               "Content-Type": "text/plain"}
    whole = f"{address}/{bucket}{path}"
    return urllib.request.urlopen(urllib.request.Request(whole, method=method, data=data, headers=headers))


def get(key):
    """Returns the header and the bytes of an object, or None."""
    try:
        with request("/" + urllib.parse.quote(f"{prefix}/{key}")) as answer:
            return answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def keys():
    """Returns the names of all objects but margent's records."""
    found, token = [], ""
    while True:
        more = f"&continuation-token={urllib.parse.quote(token)}" if token else ""
        text = request(f"?list-type=2&prefix={prefix}/{more}").read().decode()
        found += [key[len(prefix) + 1:] for key in re.findall("<Key>(.*?)</Key>", text)]
        if "<IsTruncated>true" not in text:
            return {key for key in found if not key.startswith(".margent/")}
        token = re.search("<NextContinuationToken>(.*?)</", text)[1]


def write(round):
    """Writes a site: an edit of every page, some articles more and some fewer, and a picture of another name."""
    (site / "content/articles").mkdir(parents=True, exist_ok=True)
    (site / "content/static").mkdir(exist_ok=True)
    (site / "site.toml").write_text(
        f'title = "The Bay"\ndescription = "Round {round}"\nbase_url = "https://digest.press/{prefix}"\n'
        f'[publish]\nto = "s3://{bucket}/{prefix}"\n')
    for old in [*site.glob("content/articles/*"), *site.glob("content/static/*")]:
        old.unlink()
    (site / f"content/static/chart-{round}.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg' id='r{round}'/>")
    first = round % 4 * 3
    for n in range(first, first + articles):
        following = first + (n - first + 1) % articles
        (site / f"content/articles/{n}.md").write_text(
            f'+++\ntitle = "Article {n}"\ndate = 2020-01-{n % 28 + 1:02}\ntags = ["tag {n % 9}"]\n+++\n'
            f"Round {round}: see [the next]({following}.md).\n\n![Chart](/chart-{round}.svg)\n")


def command(*options):
    return [program, "publish", *options, "--root", site]


def publish(*options):
    """Publishes, which must succeed, and returns what is said and the seconds that it took."""
    started = time.monotonic()
    done = subprocess.run(command("--verbose", *options), env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"fault: {done.stderr}")
    for secret in (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"]):
        assert secret not in done.stdout + done.stderr, "a credential is shown"
    return done.stdout, time.monotonic() - started


def compare():
    """The bucket equals the finished site."""
    out = site / ".margent/publish/site"
    built = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
    assert keys() - {"theirs.txt"} == set(built), keys() ^ set(built)
    for key, content in built.items():
        header, body = get(key)
        assert body == content, f"{key} differs"
        kind = mimetypes.guess_type(key)[0]
        assert key.endswith((".html", ".css", ".svg")) <= header["Content-Type"].startswith(kind or ""), (key, kind)
        assert header["Cache-Control"].startswith("public, max-age="), key


def targets(page):
    """Returns what a page shows and links to, and the page."""
    found = get(page)
    text = found[1].decode() if found else ""
    addresses = sorted(set(re.findall(rf'(?:href|src)="/{prefix}/([^"?#]*)', text)))
    return [key + "index.html" if key == "" or key.endswith("/") else key for key in addresses], text


def lost(page):
    """Returns what a page leads to and what is missing, unless the page has changed meanwhile; and the pages that it leads to."""
    leads_to, text = targets(page)
    missing = [key for key in leads_to if get(key) is None and targets(page)[1] == text]
    return [f"{page} leads to {key}, which is missing" for key in missing], [key for key in leads_to if key.endswith(".html")]


def read(stop, faults):
    """Walks from page to page, from the front page on, as long as it is let."""
    page = "index.html"
    while not stop.is_set():
        more, pages = lost(page)
        faults += more
        page = random.choice(pages + ["index.html"])


def read_all():
    """Walks over all pages that can be reached from the front page."""
    faults, there, pages, n = [], keys(), ["index.html"], 0
    while n < len(pages):
        leads_to, _ = targets(pages[n])
        faults += [f"after the kill, {pages[n]} leads to {key}, which is missing" for key in leads_to if key not in there]
        pages += [key for key in leads_to if key.endswith(".html") and key in there and key not in pages]
        n += 1
    return faults


def kill(round, seconds):
    """Kills a publication while a reader reads, and completes it."""
    write(round)
    stop, faults = threading.Event(), []
    reader = threading.Thread(target=read, args=(stop, faults))
    publication = subprocess.Popen(command(), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    reader.start()
    while publication.poll() is None and get(".margent/journal.json") is None:
        time.sleep(0.01)
    time.sleep(random.uniform(0, seconds / 2))
    publication.send_signal(signal.SIGKILL)
    was_running = publication.wait() == -signal.SIGKILL
    stop.set()
    reader.join()
    faults += read_all()
    if faults:
        sys.exit("fault: " + "\n".join(faults[:10]))
    begun = get(".margent/journal.json") is not None
    publish()
    compare()
    return was_running and begun


def miss():
    """`check` names an address that readers would lose, without the network."""
    text = one.read_text()
    one.write_text(text.replace("title =", 'slug = "elsewhere"\ntitle =', 1))
    done = subprocess.run([program, "check", "--root", site], env={}, capture_output=True, text=True)
    one.write_text(text)
    assert f"/articles/{one.stem}/ is published on s3://{bucket}/{prefix}" in done.stdout + done.stderr, done.stdout + done.stderr


moto = install()
if moto is None:
    print("left out: moto cannot be installed from PyPI; run this before a release")
    sys.exit()
server = serve(moto)
try:
    site = folder / "site"
    environment = dict(os.environ, AWS_ACCESS_KEY_ID="key-of-nobody", AWS_SECRET_ACCESS_KEY="secret-of-nobody",
                       AWS_ENDPOINT_URL=address)
    write(0)
    said, seconds = publish()
    print(f"first publication: {len(keys())} objects in {seconds:.1f} s")
    compare()
    said, again = publish()
    assert said.startswith("nothing to publish"), said
    print(f"nothing changed: {again:.1f} s")
    one = site / f"content/articles/{articles - 1}.md"
    one.write_text(one.read_text() + "\nOne edit.\n")
    said, again = publish()
    print(f"one edit: {len(re.findall('(?m)^  [+~-] ', said))} objects in {again:.1f} s")
    compare()
    miss()
    request(f"/{prefix}/theirs.txt", "PUT", b"theirs")
    cut = sum(kill(round, seconds) for round in range(1, kills + 1))
    assert get("theirs.txt")[1] == b"theirs"
    print(f"killed {kills} times, {cut} of them while objects were sent; every page was whole, and in the end all was there")
finally:
    server.terminate()
