package models

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ErrPython is wrapped where Python cannot make a virtual environment.
var ErrPython = errors.New("models: python3 with its venv module is needed (Debian: apt install python3-venv)")

// Pip is Tools by pip, in a virtual environment of its own: distributions
// forbid pip outside one. The environment holds what convert/requirements.txt
// pins; pip refuses whatever has another hash.
type Pip struct {
	// Dir is the folder for the environment. It is made when missing.
	Dir string
	// Python is the interpreter that makes the environment. "" means python3.
	Python string
}

// wheelsFor makes pip choose the same wheels whatever Python runs it: the
// hashes in the manifest are theirs.
var wheelsFor = []string{
	"--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "--abi=cp311", "--abi=none",
	"--platform=manylinux_2_28_x86_64", "--platform=manylinux_2_17_x86_64", "--platform=any",
}

// fromSource keeps pip from building in an environment with unpinned tools: it
// asks an sdist for its metadata, for which the environment has setuptools.
var fromSource = []string{"--no-binary=:all:", "--no-build-isolation"}

func (p *Pip) python() string { return filepath.Join(p.Dir, "venv", "bin", "python") }

// Prepare makes the virtual environment, or does nothing when it is complete.
func (p *Pip) Prepare(ctx context.Context) error {
	requirements, err := embedded.ReadFile("convert/requirements.txt")
	if err != nil {
		return err
	}
	ready := filepath.Join(p.Dir, "venv", "requirements.txt")
	if done, err := os.ReadFile(ready); err == nil && bytes.Equal(done, requirements) {
		return nil
	}
	python := p.Python
	if python == "" {
		python = "python3"
	}
	if err := run(ctx, nil, python, "-m", "venv", "--clear", filepath.Join(p.Dir, "venv")); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return fmt.Errorf("%w: %w", ErrPython, err)
	}
	list := filepath.Join(p.Dir, "requirements.txt")
	if err := os.WriteFile(list, requirements, 0o644); err != nil {
		return err
	}
	err = run(ctx, nil, p.python(), "-m", "pip", "install", "--no-cache-dir", "--no-input", "--require-hashes", "-r", list)
	if err != nil {
		return fmt.Errorf("models: install the conversion's packages: %w", err)
	}
	return os.Rename(list, ready)
}

// Download implements Tools.
func (p *Pip) Download(ctx context.Context, pkg Package, into string, received func(int64)) error {
	list := filepath.Join(p.Dir, pkg.Name+".txt")
	pin := fmt.Sprintf("%s==%s --hash=sha256:%s\n", pkg.Name, pkg.Version, pkg.SHA256)
	if err := os.WriteFile(list, []byte(pin), 0o644); err != nil {
		return err
	}
	args := []string{
		"-m", "pip", "download", "--no-deps", "--no-cache-dir", "--no-input", "--progress-bar=raw",
		"--require-hashes", "--requirement", list, "--dest", into,
	}
	if strings.HasSuffix(pkg.File, ".whl") {
		args = append(args, wheelsFor...)
	} else {
		args = append(args, fromSource...)
	}
	return run(ctx, received, p.python(), args...)
}

// Convert implements Tools.
func (p *Pip) Convert(ctx context.Context, form, source, target string) error {
	name := form + "_to_onnx.py"
	script, err := embedded.ReadFile("convert/" + name)
	if err != nil {
		return err
	}
	path := filepath.Join(p.Dir, name)
	if err := os.WriteFile(path, script, 0o644); err != nil {
		return err
	}
	return run(ctx, nil, p.python(), path, source, target)
}

// run runs a program to its end, or ends it and its children when ctx is
// cancelled. received gets pip's raw progress from standard output. The error
// carries the last lines of standard error.
func run(ctx context.Context, received func(int64), program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &rawProgress{received: received}, &said
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", filepath.Base(program), strings.Join(args[:min(3, len(args))], " "), err, lastLines(said.String(), 12))
	}
	return nil
}

// rawProgress understands lines such as "Progress 262144 of 35664771".
type rawProgress struct {
	received func(int64) // may be nil
	line     []byte
}

func (p *rawProgress) Write(data []byte) (int, error) {
	for _, b := range data {
		if b != '\n' {
			p.line = append(p.line, b)
			continue
		}
		var done, total int64
		if n, _ := fmt.Sscanf(string(p.line), "Progress %d of %d", &done, &total); n == 2 && p.received != nil {
			p.received(done)
		}
		p.line = p.line[:0]
	}
	return len(data), nil
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
