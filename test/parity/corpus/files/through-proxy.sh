# Runs kubectl proxy with the flags of the first argument, then curl with each of the others at its address (@), and ends the proxy.
kubectl proxy --port=0 $1 >proxy.log 2>&1 &
proxy=$!
shift
for _ in $(seq 100); do
  grep -q '^Starting' proxy.log && break
  sleep 0.1
done
at=$(sed -n 's/^Starting to serve on //p' proxy.log)
for each; do
  eval "curl -s -m 4 -w '\\n%{http_code} %{content_type} %{redirect_url}\\n' $(printf %s "$each" | sed "s#@#http://$at#")" | sed "s#$at#<address>#"
done
kill $proxy
wait $proxy 2>/dev/null
sed 's#127.0.0.1:.*#<address>#' proxy.log
