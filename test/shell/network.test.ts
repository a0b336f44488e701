import { expect, it } from "vitest";
import { formatResponse, HttpReader } from "../../src/shell/http-message.ts";
import type { NetworkStack, Program, Socket } from "../../src/shell/process.ts";
import { collect, nullInput, pipe } from "../../src/shell/streams.ts";
import { alwaysReady, neverReady } from "../../src/shell/waitable.ts";
import { run, testMachine } from "./machine.ts";

const records: Readonly<Record<string, string>> = {
  "web.default.svc.cluster.local": "10.96.0.10",
  "dead.default.svc.cluster.local": "10.96.0.66",
};

/** 10.96.0.10:80 is a web server, 10.96.0.66 swallows everything, all else refuses. */
function webNetwork(serve: (socket: Socket) => void): NetworkStack {
  return {
    addresses: ["10.244.1.5"],
    listeners: [{ port: 80, program: "nginx" }],
    listen: () => "address in use",
    connect(address, port) {
      if (address === "10.96.0.66")
        return { settled: neverReady, socket: undefined, failure: undefined, cancel: () => undefined };
      if (address !== "10.96.0.10" || port !== 80)
        return { settled: alwaysReady, socket: undefined, failure: "refused", cancel: () => undefined };
      const [there, back] = [pipe(), pipe()];
      const end = (input: typeof there.input, output: typeof there.output): Socket => ({
        read: () => input.read(),
        readable: input.readable,
        write: (text) => output.write(text),
        writable: output.writable,
        isTerminal: false,
        close: () => output.close(),
        local: { address: "10.244.1.5", port: 40000 },
        remote: { address, port },
      });
      serve(end(there.input, back.output));
      return {
        settled: alwaysReady,
        socket: end(back.input, there.output),
        failure: undefined,
        cancel: () => undefined,
      };
    },
    resolve(name, type) {
      const data = records[name];
      const server = "10.96.0.2";
      const answer =
        data === undefined
          ? ({ outcome: "nxdomain", server, records: [] } as const)
          : ({ outcome: "found", server, records: type === "A" ? [{ name, type, data }] : [] } as const);
      return { settled: alwaysReady, answer };
    },
  };
}

function ask(command: string) {
  let box = testMachine();
  const serve: Program = () => {
    throw new Error("not started");
  };
  let server = serve;
  const network = webNetwork((socket) => {
    server = function* () {
      const request = yield* new HttpReader(socket).request();
      const isFound = request?.target === "/";
      socket.write(
        formatResponse({
          status: isFound ? 200 : 404,
          body: isFound ? "<h1>hi</h1>\n" : "no\n",
          headers: [["Server", "test"]],
        }),
      );
      socket.close();
      return 0;
    };
    box.kernel.start({
      program: server,
      argv: ["server"],
      env: {},
      cwd: "/",
      machine: box.machine,
      stdin: nullInput,
      stdout: collect(),
      stderr: collect(),
    });
  });
  box = testMachine({ network });
  box.files.write(
    "/etc/resolv.conf",
    "search default.svc.cluster.local svc.cluster.local\nnameserver 10.96.0.2\noptions ndots:5\n",
  );
  return run(box, ["sh", "-c", command]);
}

it.each([
  ["wget -qO- http://web", "<h1>hi</h1>\n", "", 0],
  ["wget -q -O /dev/null http://web/x", "", "wget: server returned error: HTTP/1.1 404 Not Found\n", 1],
  ["wget -qO- web:81", "", "wget: can't connect to remote host (10.96.0.10): Connection refused\n", 1],
  ["wget -qO- http://db:80", "", "wget: bad address 'db:80'\n", 1],
  ["wget -qO- -T 2 http://dead", "", "wget: download timed out\n", 1],
  ["curl -s web", "<h1>hi</h1>\n", "", 0],
  ["curl -s -o /dev/null -w '%{http_code}\\n' web/x", "404\n", "", 0],
  ["curl -sSf web/x", "", "curl: (22) The requested URL returned error: 404\n", 22],
  ["curl -sS web:81", "", "curl: (7) Failed to connect to web port 81 after 0 ms: Could not connect to server\n", 7],
  ["curl -sS nope", "", "curl: (6) Could not resolve host: nope\n", 6],
  ["curl -sS -m 2 dead", "", "curl: (28) Connection timed out after 2000 milliseconds\n", 28],
  ["curl -sI web", "HTTP/1.1 200 OK\r\nServer: test\r\nContent-Length: 12\r\n\r\n", "", 0],
  ["nc -z -w 1 web 80 && echo open", "open\n", "", 0],
  [
    "nslookup web.default.svc.cluster.local",
    "Server:\t\t10.96.0.2\nAddress:\t10.96.0.2:53\n\nName:\tweb.default.svc.cluster.local\nAddress: 10.96.0.10\n\n",
    "",
    0,
  ],
  ["getent hosts web", "10.96.0.10      web.default.svc.cluster.local\n", "", 0],
])("%s", (command, stdout, stderr, code) => {
  expect(ask(command)).toMatchObject({ stdout, stderr, code });
});
