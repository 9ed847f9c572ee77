const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("margent").get("path");
  const selector = ["**/content/**/*.md", "**/site.toml"].map((pattern) => ({ scheme: "file", pattern }));
  client = new LanguageClient("margent", { command, args: ["lsp"] }, { documentSelector: selector });
  return client.start();
};

exports.deactivate = () => client?.stop();
