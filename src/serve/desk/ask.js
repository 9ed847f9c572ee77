"use strict";

// Asks the server to do something, with the token that only its own pages know. Where even they do not, the reader is asked once.
{
  let token = document.currentScript.dataset.token || sessionStorage.getItem("margent-token");

  window.margent = {
    async post(action, data) {
      token ||= prompt("The token of this desk, as given to margent serve with --desk-token:") ?? "";
      const headers = { "Content-Type": "application/json", "X-Margent-Token": token };
      const response = await fetch("/-/" + action, { method: "POST", headers, body: JSON.stringify(data) });
      const answer = await response.json();
      if (response.status === 401) token = "";
      sessionStorage.setItem("margent-token", token);
      if (response.ok) return answer;
      const message = answer.error + (answer.hint ? ": " + answer.hint : "") + ".";
      throw Object.assign(new Error(message[0].toUpperCase() + message.slice(1)), answer);
    },
  };
}
