# What a user of the official Python client does with a cluster. Prints what came of it as one JSON object.

import json
import os
import sys
import threading
import time

from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.leaderelection import electionconfig, leaderelection
from kubernetes.leaderelection.resourcelock.configmaplock import ConfigMapLock
from kubernetes.stream import portforward, stream

config.load_kube_config()
api = client.ApiClient()
core = client.CoreV1Api()
# While it streams, a client does nothing else.
streaming = client.CoreV1Api()
apps = client.AppsV1Api()
NS = "default"
MANIFEST = sys.argv[1]


def refusal(act):
    try:
        act()
    except ApiException as error:
        body = json.loads(error.body)
        return [error.status, error.reason, body["reason"], body["message"]]
    return "accepted"


def versions():
    return [client.VersionApi().get_code().git_version, [node.metadata.name for node in core.list_node().items]]


def from_yaml():
    utils.create_from_yaml(api, MANIFEST)
    try:
        utils.create_from_yaml(api, MANIFEST)
    except utils.FailToCreateError as error:
        return sorted(json.loads(each.body)["reason"] for each in error.api_exceptions)


def is_ready(pod):
    return any(each.type == "Ready" and each.status == "True" for each in pod.status.conditions or [])


def until_ready():
    watcher = watch.Watch()
    ready = set()
    for event in watcher.stream(core.list_namespaced_pod, NS, label_selector="app=py", timeout_seconds=20):
        if is_ready(event["object"]):
            ready.add(event["object"].metadata.name)
        if len(ready) == 2:
            watcher.stop()
    return len(ready)


def a_pod():
    return core.list_namespaced_pod(NS, label_selector="app=py").items[0].metadata.name


def execute(command, **options):
    streams = {"stderr": True, "stdin": False, "stdout": True, "tty": False, **options}
    return stream(streaming.connect_get_namespaced_pod_exec, a_pod(), NS, command=command, **streams)


def executed():
    return [
        execute(["sh", "-c", "echo out; sleep 0.1; echo err >&2"]),
        execute(["sh", "-c", "tty; echo x"], tty=True),
        len(execute(["sh", "-c", "for i in 1 2 3 4; do head -c 50000 /dev/zero | tr '\\0' x; done"])),
    ]


def typed():
    shell = execute(["sh"], stdin=True, _preload_content=False)
    shell.write_stdin("hostname\n")
    name = shell.readline_stdout(timeout=5)
    shell.write_stdin("echo oh >&2\n")
    error = shell.readline_stderr(timeout=5)
    shell.write_stdin("exit 3\n")
    shell.run_forever(timeout=5)
    return [name == a_pod(), error, shell.returncode]


def not_executed():
    try:
        stream(streaming.connect_get_namespaced_pod_exec, "nobody", NS, command=["ls"], stdout=True)
    except ApiException as error:
        return error.reason


def forwarded():
    forward = portforward(streaming.connect_get_namespaced_pod_portforward, a_pod(), NS, ports="80")
    socket = forward.socket(80)
    socket.setblocking(True)
    socket.settimeout(5)
    socket.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    page = b""
    while piece := socket.recv(4096):
        page += piece
    closed = portforward(streaming.connect_get_namespaced_pod_portforward, a_pod(), NS, ports="81")
    why = ""
    for _ in range(50):
        why = closed.error(81) or ""
        if why:
            break
        time.sleep(0.05)
    return [page.startswith(b"HTTP/1.1 200 OK"), page.endswith(b"</html>\n"), forward.error(80), "connection refused" in why]


def followed():
    watcher = watch.Watch()
    threading.Timer(0.2, lambda: execute(["curl", "-s", "localhost/?in-the-log"])).start()
    for line in watcher.stream(core.read_namespaced_pod_log, a_pod(), NS, tail_lines=1, _request_timeout=10):
        if "in-the-log" in line:
            watcher.stop()
            return line.split(" ")[0]


def patched():
    env = [{"name": "A", "value": "b"}]
    strategic = {"spec": {"template": {"spec": {"containers": [{"name": "nginx", "env": env}]}}}}
    one = apps.patch_namespaced_deployment("py", NS, strategic).spec.template.spec.containers[0]
    two = apps.patch_namespaced_deployment("py", NS, [{"op": "replace", "path": "/spec/replicas", "value": 1}])
    scale = client.V1Scale(metadata={"name": "py", "namespace": NS}, spec={"replicas": 3})
    three = apps.replace_namespaced_deployment_scale("py", NS, scale)
    return [one.image, one.env[0].value, two.spec.replicas, three.spec.replicas, three.status.selector]


def applied():
    body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: applied}\ndata:\n  a: '1' # as a person writes it\n"
    path = f"/api/v1/namespaces/{NS}/configmaps/applied"
    headers = {"Content-Type": "application/apply-patch+yaml", "Accept": "application/json"}
    options = {"header_params": headers, "body": body, "response_type": "V1ConfigMap", "auth_settings": ["BearerToken"]}
    found, code, _ = api.call_api(path, "PATCH", query_params=[("fieldManager", "py")], **options)
    return [code, found.data, found.metadata.managed_fields[0].manager, found.metadata.managed_fields[0].operation]


def refused():
    config_map = core.create_namespaced_config_map(NS, {"metadata": {"name": "twice"}})
    core.patch_namespaced_config_map("twice", NS, {"data": {"a": "1"}})
    return [
        refusal(lambda: core.read_namespaced_pod("nobody", NS)),
        refusal(lambda: core.replace_namespaced_config_map("twice", NS, config_map)),
        refusal(lambda: core.create_namespaced_config_map(NS, {"metadata": {"name": "A_"}}))[:3],
        refusal(lambda: core.list_namespaced_pod(NS, _continue="abc"))[:3],
    ]


def dynamically():
    known = dynamic.DynamicClient(api)
    deployments = known.resources.get(api_version="apps/v1", kind="Deployment")
    found = deployments.get(name="py", namespace=NS)
    merge = {"metadata": {"labels": {"seen": "yes"}}}
    changed = deployments.patch(name="py", namespace=NS, body=merge, content_type="application/merge-patch+json")
    config_maps = known.resources.get(api_version="v1", kind="ConfigMap")
    config_maps.create(namespace=NS, body={"metadata": {"name": "dynamic"}})
    events = [event["type"] for event in config_maps.watch(namespace=NS, field_selector="metadata.name=dynamic", timeout=1)]
    config_maps.delete(name="dynamic", namespace=NS)
    scale = deployments.scale.get(name="py", namespace=NS)
    return [found.kind, changed.metadata.labels.seen, events, scale.kind]


def custom():
    names = {"plural": "boats", "singular": "boat", "kind": "Boat"}
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    version = {"name": "v1", "served": True, "storage": True, "schema": schema}
    spec = {"group": "py.example.com", "scope": "Namespaced", "names": names, "versions": [version]}
    definition = {"metadata": {"name": "boats.py.example.com"}, "spec": spec}
    client.ApiextensionsV1Api().create_custom_resource_definition(definition)
    boats = client.CustomObjectsApi()
    place = ("py.example.com", "v1", NS, "boats")
    body = {"apiVersion": "py.example.com/v1", "kind": "Boat", "metadata": {"name": "ada"}, "spec": {"sails": 1}}
    for _ in range(50):
        try:
            boats.create_namespaced_custom_object(*place, body)
            break
        except ApiException as error:
            if error.status != 404:
                raise
            time.sleep(0.1)
    patched = boats.patch_namespaced_custom_object(*place, "ada", {"spec": {"sails": 2}})
    seen = [event["type"] for event in watch.Watch().stream(boats.list_namespaced_custom_object, *place, timeout_seconds=1)]
    return [patched["spec"]["sails"], seen, boats.delete_namespaced_custom_object(*place, "ada")["status"]]


def informed():
    start = core.list_namespaced_config_map(NS).metadata.resource_version
    seen = []

    def change():
        core.create_namespaced_config_map(NS, {"metadata": {"name": "informed"}})
        core.patch_namespaced_config_map("informed", NS, {"data": {"a": "1"}})
        core.delete_namespaced_config_map("informed", NS)

    threading.Timer(0.2, change).start()
    watcher = watch.Watch()
    options = {"resource_version": start, "timeout_seconds": 5, "allow_watch_bookmarks": True}
    for event in watcher.stream(core.list_namespaced_config_map, NS, **options):
        if event["object"].metadata.name == "informed":
            seen.append(event["type"])
        if event["type"] == "DELETED":
            watcher.stop()
    return seen


def in_pieces():
    for number in range(5):
        core.create_namespaced_config_map(NS, {"metadata": {"generateName": "piece-", "labels": {"piece": str(number)}}})
    found, more = [], None
    while more != "":
        piece = core.list_namespaced_config_map(NS, label_selector="piece", limit=2, _continue=more)
        found.append(len(piece.items))
        more = piece.metadata._continue or ""
    core.delete_collection_namespaced_config_map(NS, label_selector="piece in (1, 2)")
    return [found, len(core.list_namespaced_config_map(NS, label_selector="piece").items)]


def elected():
    said = []

    def candidate(name):
        election = electionconfig.Config(
            ConfigMapLock("leader", NS, name),
            lease_duration=3,
            renew_deadline=2,
            retry_period=1,
            onstarted_leading=lambda: said.append(name),
            onstopped_leading=lambda: said.append(f"not {name}"),
        )
        threading.Thread(target=lambda: leaderelection.LeaderElection(election).run(), daemon=True).start()

    candidate("one")
    while not said:
        time.sleep(0.05)
    candidate("two")
    time.sleep(1.5)
    record = core.read_namespaced_config_map("leader", NS).metadata.annotations["control-plane.alpha.kubernetes.io/leader"]
    return [said, json.loads(record)["holderIdentity"]]


def deleted():
    apps.delete_namespaced_deployment("py", NS, propagation_policy="Orphan")
    for _ in range(100):
        left = apps.list_namespaced_replica_set(NS, label_selector="app=py").items
        if all(each.metadata.owner_references is None for each in left):
            break
        time.sleep(0.05)
    orphans = [each.metadata.owner_references for each in left]
    for each in left:
        options = client.V1DeleteOptions(propagation_policy="Foreground", grace_period_seconds=0)
        apps.delete_namespaced_replica_set(each.metadata.name, NS, body=options)
    for _ in range(100):
        rest = apps.list_namespaced_replica_set(NS, label_selector="app=py").items
        if not rest:
            break
        time.sleep(0.1)
    return [orphans, len(rest)]


results = {}


def take(steps):
    for step in steps:
        try:
            results[step.__name__] = step()
        except Exception as error:  # The other steps tell their part nevertheless.
            results[step.__name__] = f"{type(error).__name__}: {error}"


take([versions, from_yaml, dynamically])
beside = threading.Thread(target=take, args=([custom, informed, in_pieces, elected],))
beside.start()
take([until_ready, executed, typed, not_executed, forwarded, followed, patched, applied, refused, deleted])
beside.join()
print(json.dumps(results), flush=True)
# Without waiting for candidates, who never give up.
os._exit(0)
