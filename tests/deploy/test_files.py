"""The files that others start gradlab from."""

import re

import kubernetes_validate
import pytest
import yaml
from streamlit.testing.v1 import AppTest

from tests.bench.servers import ROOT
from tests.ui.visits import seen

DEPLOY = ROOT / "deploy"
MANIFEST = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
BY_KIND = {document["kind"]: document for document in MANIFEST}


@pytest.mark.parametrize("kind", BY_KIND)
def test_kubernetes_knows_every_field(kind):
    kubernetes_validate.validate(BY_KIND[kind], "1.34", strict=True)  # raises where its schema says otherwise


def test_the_parts_of_the_manifest_name_each_other():
    pod = BY_KIND["Deployment"]["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    (port,) = container["ports"]
    (rule,) = BY_KIND["Ingress"]["spec"]["rules"]
    service = rule["http"]["paths"][0]["backend"]["service"]

    assert BY_KIND["Deployment"]["spec"]["selector"]["matchLabels"] == pod["metadata"]["labels"]
    assert BY_KIND["Service"]["spec"]["selector"] == pod["metadata"]["labels"]
    assert BY_KIND["Service"]["spec"]["ports"][0]["targetPort"] == port["name"]
    assert service == {"name": "gradlab", "port": {"name": BY_KIND["Service"]["spec"]["ports"][0]["name"]}}
    assert BY_KIND["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == "gradlab"
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": "/_stcore/health", "port": port["name"]}


def pinned(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return dict(re.match(r"(\S+?)==(\S+)", line).groups() for line in lines if "==" in line)


def test_the_cloud_gets_what_everyone_gets_but_for_the_build_of_torch():
    everyone, cloud = pinned("requirements.txt"), pinned("deploy/cloud/requirements.txt")

    assert cloud == everyone | {"torch": f"{everyone['torch']}+cpu"}


def test_the_clouds_entry_is_the_page():
    seen(AppTest.from_file(str(DEPLOY / "cloud" / "app.py"), default_timeout=30).run())


def test_the_container_starts_what_the_readme_starts():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")

    assert '"streamlit", "run", "app.py"' in text
    for name in re.findall(r"^COPY (\S+) ", text, re.MULTILINE):
        assert (ROOT / name).exists(), name
