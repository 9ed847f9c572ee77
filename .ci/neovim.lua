-- Opens a faulty article in Neovim, waits for its fault, applies the repair, and saves the file. Run in the folder of the site:
--
--     MARGENT=PROGRAM nvim --headless -u NONE -c 'luafile .ci/neovim.lua'
--
-- Works from 0.7 on, which has no `vim.lsp.start` yet.
local function fail(message)
  io.stderr:write("fault: " .. message .. "\n")
  vim.cmd("cquit 1")
end

local config = { name = "margent", cmd = { vim.env.MARGENT, "lsp" }, root_dir = vim.fn.getcwd() }
vim.cmd("edit content/articles/pier.md")
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))

local found = vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 1 end, 50)
if not found then fail("no fault is shown") end
local fault = vim.diagnostic.get(buffer)[1]
print("shown: " .. fault.message:gsub("\n", "; "))

local at = { line = fault.lnum, character = fault.col }
local params = {
  textDocument = { uri = vim.uri_from_bufnr(buffer) },
  range = { start = at, ["end"] = at },
  context = { diagnostics = {} },
}
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 10000) or {}
local _, answer = next(answers)
local action = answer and answer.result and answer.result[1]
if not action then fail("no repair is offered") end
print("applied: " .. action.title)
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")

local gone = vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 0 end, 50)
if not gone then fail("the fault is still shown") end
vim.cmd("write")
vim.cmd("qall")
