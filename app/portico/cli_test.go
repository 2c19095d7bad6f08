package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portico/engine/enginetest"
	"portico/models"

	"portico/app/control"
	"portico/app/node"
	"portico/engine/customer"
)

// asProgram makes the test binary be portico itself, in a process of its own.
const asProgram = "PORTICO_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

type outcome struct {
	code           int
	stdout, stderr string
}

func portico(t *testing.T, args ...string) outcome {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// needModels skips where the models were not fetched.
func needModels(t *testing.T) {
	t.Helper()
	for _, m := range models.Manifest() {
		if _, err := models.Path(m.Name); err != nil {
			t.Skipf("SKIPPED: %v", err)
		}
	}
}

func object[T any](t *testing.T, line string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(line), &v); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	return v
}

func TestVerifyTheSampleOnboarding(t *testing.T) {
	needModels(t)
	card := func(t *testing.T, side string) string {
		return enginetest.Data(t, "dis", "documents", "L2", "document-"+side+".jpeg")
	}
	for name, tc := range map[string]struct {
		selfie, decision, reason string
	}{
		"the man on the card": {"face.jpeg", "REVIEW", "no active liveness challenge was evaluated"},
		"another man":         {"face-neutral.jpeg", "REJECT", "do not show the same person"},
	} {
		t.Run(name, func(t *testing.T) {
			out := portico(t, "verify", "--json", "--front", card(t, "front"), "--back", card(t, "back"),
				"--selfie", enginetest.Data(t, "dis", "faces", tc.selfie))
			if out.code != 0 {
				t.Fatalf("exit code %d: %s", out.code, out.stderr)
			}
			r := object[verifyResult](t, out.stdout)
			if string(r.Decision) != tc.decision {
				t.Errorf("decision %s, want %s", r.Decision, tc.decision)
			}
			if all := strings.Join(r.Reasons, "\n"); !strings.Contains(all, tc.reason) {
				t.Errorf("reasons %q do not say %q", all, tc.reason)
			}
			c := r.Customer
			for what, pair := range map[string][2]string{
				"given names":     {c.GivenNames.VisualZone, "Brian"},
				"surname":         {c.Surname.VisualZone, "Bell"},
				"nationality":     {c.Nationality.VisualZone, "SVK"},
				"gender":          {c.Gender.VisualZone, "M"},
				"number":          {c.Document.DocumentNumber.VisualZone, "BB456987"},
				"date of birth":   {c.DateOfBirth.VisualZone, "1985-08-06"},
				"date of issue":   {c.Document.DateOfIssue.VisualZone, "2020-11-24"},
				"date of expiry":  {c.Document.DateOfExpiry.VisualZone, "2030-11-24"},
				"address":         {c.Document.AdditionalTexts["address"].VisualZone, "5 4th Street\nNew York"},
				"place of birth":  {c.Document.AdditionalTexts["placeOfBirth"].VisualZone, "Los Angeles"},
				"zone, surname":   {c.Document.MRZ.TD1.Surname, "BELL"},
				"zone, document":  {c.Document.MRZ.TD1.DocumentNumber, "BB456987"},
				"portrait's link": {filepath.Base(c.Document.Links.Portrait), "portrait"},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s = %q, want %q", what, pair[0], pair[1])
				}
			}
		})
	}
}

func TestReadGoesOnAfterWhatIsNoPicture(t *testing.T) {
	needModels(t)
	dir := t.TempDir()
	text, empty := filepath.Join(dir, "x.jpg"), filepath.Join(dir, "empty.jpg")
	for path, data := range map[string]string{text: "I am a text", empty: ""} {
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	back := enginetest.Data(t, "dis", "documents", "L2", "document-back.jpeg")
	out := portico(t, "read", "--json", text, empty, dir, filepath.Join(dir, "none.jpg"), back)
	if out.code != exitFailed {
		t.Errorf("exit code %d, want %d", out.code, exitFailed)
	}
	lines := strings.Split(strings.TrimSpace(out.stdout), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d objects, want one a file:\n%s", len(lines), out.stdout)
	}
	for i, want := range []string{"not a JPEG or PNG picture", "the picture is empty", "this is a folder", "no such file"} {
		if r := object[readResult](t, lines[i]); !strings.Contains(r.Error, want) {
			t.Errorf("%s: error %q, want %q", r.File, r.Error, want)
		}
	}
	r := object[readResult](t, lines[4])
	want := []string{"ILSVKBB456987<3<<<<<<<<<<<<<<<", "8508063M3011249SVK<<<<<<<<<<<0", "BELL<<BRIAN<<<<<<<<<<<<<<<<<<<"}
	if r.Error != "" || r.MRZ == nil || strings.Join(r.MRZ.Lines, "/") != strings.Join(want, "/") || !r.MRZ.Valid {
		t.Errorf("after them the card's back reads as %+v (%s), want %v, valid", r.MRZ, r.Error, want)
	}
}

func TestWrongUsageExitsWithTwo(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown command":  {"frobnicate"},
		"unknown in group": {"customers", "exprot"},
		"no target":        {"customers", "export", "somebody"},
		"unknown flag":     {"read", "--colour"},
		"no file":          {"read"},
		"verify nothing":   {"verify"},
		"one picture":      {"match", "a.jpg"},
		"no such liveness": {"liveness", "--type", "dance", "a.jpg"},
	} {
		t.Run(name, func(t *testing.T) {
			if out := portico(t, args...); out.code != exitUsage || out.stderr == "" {
				t.Errorf("exit code %d, %q; want %d and a message", out.code, out.stderr, exitUsage)
			}
		})
	}
}

func TestMissingModelNamesTheCommand(t *testing.T) {
	t.Setenv("PORTICO_MODELS", t.TempDir())
	out := portico(t, "read", "a.jpg")
	if out.code != exitFailed || !strings.Contains(out.stderr, "portico models fetch") {
		t.Errorf("exit code %d, %q; want the command that mends it", out.code, out.stderr)
	}
}

func TestLockedStoreNamesItsHolder(t *testing.T) {
	dir := t.TempDir()
	data, key := filepath.Join(dir, "data"), filepath.Join(dir, "master.key")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	cfg, err := (&storeFlags{data, key}).config(&options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := node.OpenStore(t.Context(), cfg, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	out := portico(t, "customers", "list", "--data", data, "--key-file", key)
	if out.code != exitFailed || !strings.Contains(out.stderr, "in use by another program") {
		t.Errorf("exit code %d, %q; want who holds the store", out.code, out.stderr)
	}
}

// While a program holds the store and answers commands, they work.
func TestCommandsGoThroughTheSocket(t *testing.T) {
	dir := t.TempDir()
	flags := []string{"--data", filepath.Join(dir, "data"), "--key-file", filepath.Join(dir, "master.key")}
	cfg, err := (&storeFlags{flags[1], flags[3]}).config(&options{})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	vault, err := node.OpenStore(t.Context(), cfg, false, log)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = vault.Close() }()
	c := customer.New("0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01", time.Now())
	if err := vault.Create(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- control.Serve(ctx, cfg.Data, vault.Desk(nil), log) }()
	defer func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}()
	for _, err := control.Dial(ctx, cfg.Data); err != nil; _, err = control.Dial(ctx, cfg.Data) {
		if ctx.Err() != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "case.zip")
	for _, step := range []struct {
		args []string
		want string
	}{
		{[]string{"customers", "list", "--json"}, c.ID},
		{[]string{"customers", "show", c.ID, "--json"}, `"state":"IN_PROGRESS"`},
		{[]string{"customers", "export", c.ID, "--out", file}, file},
		{[]string{"customers", "clock", "--json"}, `"held":false`},
		{[]string{"customers", "erase", c.ID}, ""},
		{[]string{"audit", "list"}, "onboarding.erased"},
		{[]string{"audit", "verify", "--json"}, `"records":2`},
	} {
		out := portico(t, append(step.args, flags...)...)
		if out.code != 0 || !strings.Contains(out.stdout, step.want) {
			t.Errorf("%v: exit code %d, %q %q; want %q", step.args, out.code, out.stdout, out.stderr, step.want)
		}
	}
	if out := portico(t, "customers", "verify", file); out.code != 0 || !strings.Contains(out.stdout, c.ID) {
		t.Errorf("verify: exit code %d, %q %q", out.code, out.stdout, out.stderr)
	}
	if out := portico(t, append([]string{"key", "rotate"}, flags...)...); out.code != exitFailed || !strings.Contains(out.stderr, "in use") {
		t.Errorf("key rotate of an open store: exit code %d, %q", out.code, out.stderr)
	}
	if err := vault.Close(); err != nil {
		t.Fatal(err)
	}
	if out := portico(t, append([]string{"key", "rotate"}, flags...)...); out.code != 0 {
		t.Errorf("key rotate: exit code %d, %q", out.code, out.stderr)
	}
	if out := portico(t, append([]string{"audit", "list"}, flags...)...); !strings.Contains(out.stdout, "key.rotated") {
		t.Errorf("audit list after key rotate: %q", out.stdout)
	}
}
