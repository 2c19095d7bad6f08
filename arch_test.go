package portico_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is what `go list -json` tells of one of our packages.
type pkg struct {
	ImportPath, Doc string
	Imports, Deps   []string
	GoFiles         []string
	CgoFiles        []string
	Standard        bool
}

// rule forbids imports. Patterns name a package, or with /... all below it too.
type rule struct {
	from    []string // who
	but     []string // who not, among them
	mustNot []string // import (directly or through others)
	because string
}

var rules = []rule{
	{
		from: []string{"portico/engine/..."}, but: []string{"portico/engine/native/..."},
		mustNot: []string{"portico/capture/...", "portico/sync/...", "portico/app/...", "fyne.io/...", "go.etcd.io/...", "net/http", "os/exec"},
		because: "the engine says what an onboarding means; it does no I/O and shows nothing",
	},
	{
		from: []string{"portico/capture/..."},
		mustNot: []string{
			"portico/engine/customer", "portico/engine/document/...", "portico/engine/face", "portico/engine/liveness/...",
			"portico/engine/onboarding", "portico/engine/trust", "portico/engine/native/...", "portico/sync/...", "portico/app/...",
		},
		because: "a camera knows nothing of what its pictures are for",
	},
	{
		from: []string{"portico/sync/outbox"}, mustNot: []string{"portico/..."},
		because: "payloads are opaque to the outbox",
	},
	{
		from: []string{"portico/sync/disclient"}, mustNot: []string{"portico/engine/...", "portico/sync/store/...", "portico/sync/disserver"},
		because: "the client speaks the contract, whoever uses it",
	},
	{
		from: []string{"portico/sync/uplink"}, mustNot: []string{"portico/..."},
		because: "a connection knows nothing of what goes over it",
	},
	{
		from: []string{"portico/sync/delivery", "portico/sync/webhook"}, mustNot: []string{"portico/sync/disserver", "portico/sync/store/...", "portico/app/...", "portico/engine/native/..."},
		because: "a delivery reads customers by an interface and speaks the contract, whoever keeps and answers",
	},
	{
		from: []string{"portico/sync/store/..."}, mustNot: []string{"portico/sync/disapi", "portico/sync/delivery", "portico/app/...", "net/http"},
		because: "the store keeps customers and entries; it delivers nothing",
	},
	{
		from: []string{"portico/app/flow"}, mustNot: []string{"fyne.io/...", "portico/capture/...", "portico/sync/...", "os", "net"},
		because: "the flow is a pure step machine",
	},
	{
		from: []string{"portico/app/view", "portico/app/widget"}, mustNot: []string{"portico/sync/...", "portico/engine/native/...", "fyne.io/fyne/v2/app"},
		because: "screens take bindings and callbacks and test without cgo",
	},
	{
		from: []string{"portico/..."}, but: []string{"portico/app/kiosk"}, mustNot: []string{"fyne.io/fyne/v2/app"},
		because: "only the kiosk's main starts a window",
	},
}

// fence lists who may contain or reach cgo.
var fence = []string{"portico/engine/native/...", "portico/capture/opencv", "portico/app/kiosk", "portico/app/portico", "portico/app/node", "portico/compare/barcodes"}

func TestImports(t *testing.T) {
	all := list(t, "./...")
	for _, r := range rules {
		t.Run(r.from[0], func(t *testing.T) {
			checked := 0
			for _, p := range all {
				if !matches(p.ImportPath, r.from) || matches(p.ImportPath, r.but) {
					continue
				}
				checked++
				for _, dep := range p.Deps {
					if matches(dep, r.mustNot) && !transitiveStandard(p, dep) {
						t.Errorf("%s must not depend on %s: %s", p.ImportPath, dep, r.because)
					}
				}
			}
			if checked == 0 {
				t.Errorf("no package matches %v: was it renamed? The rule would watch nothing", r.from)
			}
		})
	}
}

// transitiveStandard excuses a standard package that p does not import itself:
// what a library drags in is not p's doing.
func transitiveStandard(p pkg, dep string) bool {
	first, _, _ := strings.Cut(dep, "/")
	return !strings.Contains(first, ".") && first != "portico" && !slices.Contains(p.Imports, dep)
}

func TestCgoStaysBehindTheFence(t *testing.T) {
	var pure []string
	for _, p := range list(t, "./...") {
		if !matches(p.ImportPath, fence) {
			pure = append(pure, p.ImportPath)
		}
	}
	for _, dep := range list(t, append([]string{"-deps", "-test"}, pure...)...) {
		if len(dep.CgoFiles) > 0 && !dep.Standard {
			t.Errorf("%s uses cgo and is reached from outside %v", dep.ImportPath, fence)
		}
	}
}

func TestEveryPackageHasOneComment(t *testing.T) {
	for _, p := range list(t, "./...") {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func matches(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		prefix, tree := strings.CutSuffix(p, "/...")
		return path == prefix || tree && strings.HasPrefix(path, prefix+"/")
	})
}

func list(t *testing.T, args ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Doc,Imports,Deps,GoFiles,CgoFiles,Standard"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(p.ImportPath, "portico/zz_") {
			all = append(all, p)
		}
	}
}
