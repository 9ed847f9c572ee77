# The formula of a release: release.yml fills in the names between @, and publishes it as margent.rb.
class Margent < Formula
  desc "Static site generator for annotated news digests"
  homepage "https://github.com/@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/margent-aarch64-apple-darwin.tar.gz"
      sha256 "@aarch64-apple-darwin@"
    end
    on_intel do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/margent-x86_64-apple-darwin.tar.gz"
      sha256 "@x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/margent-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "https://github.com/@REPOSITORY@/releases/download/v@VERSION@/margent-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "margent"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/margent.bash" => "margent"
    fish_completion.install "completions/margent.fish"
    zsh_completion.install "completions/margent.zsh" => "_margent"
  end

  test do
    system bin/"margent", "init", "site", "--title", "A digest"
    system bin/"margent", "build", "--root", "site"
    assert_path_exists testpath/"site/public/index.html"
  end
end
