import { expect, test } from "vitest";
import { run } from "./fake-io.ts";

// What client-go logs each time it looks for the server's resources and finds no server.
const undiscovered =
  'E0105 09:00:00.000000   16000 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: Get \\"http://localhost:8080/api?timeout=32s\\": dial tcp 127.0.0.1:8080: connect: connection refused"\n';

const CASES: readonly (readonly [line: string, stderr: string])[] = [
  ["gte pods", 'error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n'],
  [
    "creat deployment web --image=nginx",
    'error: unknown command "creat" for "kubectl"\n\nDid you mean this?\n\tcreate\n',
  ],
  ["gett", 'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n'],
  ["get pods --lables=x", "error: unknown flag: --lables\nSee 'kubectl get --help' for usage.\n"],
  ["get pod -x", "error: unknown shorthand flag: 'x' in -x\nSee 'kubectl get --help' for usage.\n"],
  ["get pods -n", "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n"],
  ["create -f", "error: flag needs an argument: 'f' in -f\nSee 'kubectl create --help' for usage.\n"],
  [
    "create deployment x --image=n -r x",
    'error: invalid argument "x" for "-r, --replicas" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl create deployment --help\' for usage.\n',
  ],
  [
    "create deployment x --image=n --replicas=99999999999",
    'error: invalid argument "99999999999" for "-r, --replicas" flag: strconv.ParseInt: parsing "99999999999": value out of range\nSee \'kubectl create deployment --help\' for usage.\n',
  ],
  [
    "delete pod x --timeout=5",
    'error: invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"\nSee \'kubectl delete --help\' for usage.\n',
  ],
  ["config nothing", "error: unknown command \"nothing\"\nSee 'kubectl config -h' for help and examples\n"],
  ["create deployment web", 'error: required flag(s) "image" not set\n'],
  ["get pods --context=ghost", "Error in configuration: context was not found for specified context: ghost\n"],
  ["--kubeconfig=missing.config get pods", "error: stat missing.config: no such file or directory\n"],
  [
    "get pods",
    `${undiscovered.repeat(5)}The connection to the server localhost:8080 was refused - did you specify the right host or port?\n`,
  ],
  ["apply -f nothing.yaml", 'error: the path "nothing.yaml" does not exist\n'],
  ["apply", "error: must specify one of -f and -k\n"],
];

test.each(CASES)("kubectl %s", async (line, stderr) => {
  const ran = await run(line.split(" "));
  expect(ran.stderr).toBe(stderr);
  expect(ran.exitCode).toBe(1);
});

test("flags may stand before the command, together, and with = after a letter", async () => {
  const ran = await run(["-n=team", "create", "--dry-run=client", "configmap", "-oname", "a"]);
  expect(ran).toMatchObject({ stdout: "configmap/a\n", stderr: "", exitCode: 0 });
});

test("words after -- belong to the container", async () => {
  const ran = await run([
    "create",
    "job",
    "j",
    "--image=busybox",
    "--dry-run=client",
    "-o",
    "jsonpath={.spec.template.spec.containers[0].command}",
    "--",
    "date",
    "-u",
  ]);
  expect(ran.stdout).toBe('["date","-u"]');
});
