// The load of scripts/bench-serve.mjs, in a process of its own: connections that each ask again as soon as they are answered.
//
//   node scripts/bench-load.mjs '{"port":…,"ca":"…","connections":10,"seconds":2,"token":"…","requests":[{method,path,accept,body,contentType}]}'
//
// In `path` and `body`, `#` stands for a number that no other request has. Prints {"perSecond","p50","p99","failures"} with milliseconds.
import { connect } from "node:tls";

const { port, ca, token, connections, seconds, request } = JSON.parse(process.argv[2] ?? "{}");
const ends = performance.now() + seconds * 1000;
const times = [];
let failures = 0;
let sequence = 0;

await Promise.all(Array.from({ length: connections }, () => ask()));
const took = seconds;
times.sort((a, b) => a - b);
const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
console.log(JSON.stringify({ perSecond: times.length / took, p50: at(0.5), p99: at(0.99), failures }));

/** One connection, until the time is over. Raw TLS: a client library would cost more than the server that is measured. */
function ask() {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca });
    socket.setNoDelay(true);
    let sent = 0;
    let held = [];
    let size = 0;
    let wanted = -1;
    const next = () => {
      if (performance.now() >= ends) {
        socket.end();
        resolve();
        return;
      }
      sent = performance.now();
      socket.write(text());
    };
    socket.once("secureConnect", next);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      held.push(chunk);
      size += chunk.length;
      if (wanted < 0) wanted = lengthOf(held.length === 1 ? chunk : Buffer.concat(held));
      if (wanted < 0 || size < wanted) return;
      times.push(performance.now() - sent);
      held = [];
      size = 0;
      wanted = -1;
      next();
    });
  });
}

/** Length of the whole answer, or -1 while its head is not complete. */
function lengthOf(bytes) {
  const head = bytes.indexOf("\r\n\r\n");
  if (head < 0) return -1;
  const lines = bytes.subarray(0, head).toString("latin1");
  if (!/^HTTP\/1\.1 20/.test(lines)) failures++;
  const [, length] = /content-length: (\d+)/i.exec(lines) ?? [];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${lines.split("\r\n")[0]}`);
  return head + 4 + Number(length);
}

function text() {
  const number = String(++sequence);
  const { method, path, accept = "application/json", contentType = "application/json", body = "" } = request;
  const content = body.replaceAll("#", `${process.pid}-${number}`);
  return [
    `${method} ${path.replaceAll("#", number)} HTTP/1.1`,
    "Host: localhost",
    `Authorization: Bearer ${token}`,
    `Accept: ${accept}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(content)}`,
    "",
    content,
  ].join("\r\n");
}
