package main

import (
	"bufio"
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

// stage is a display with a store and a place for what is left behind.
type stage struct {
	dir     string // screenshots, results, logs
	private string // stores, keys, recordings; removed at the end
	bin     string
	display string
	token   string // of the backend, shown at its first start only
	x       *exec.Cmd
	shots   []shot
	running []*process
}

// raise starts an X server that picks a free display number itself.
func raise(ctx context.Context, dir, bin string) (*stage, error) {
	private, err := os.MkdirTemp("", "portico-demo-")
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{tempName, screenName} {
		if err := os.Mkdir(filepath.Join(private, folder), 0o700); err != nil {
			return nil, err
		}
	}
	number, told, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = number.Close() }()
	x := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp",
		"-fbdir", filepath.Join(private, screenName))
	x.ExtraFiles = []*os.File{told}
	if err := x.Start(); err != nil {
		return nil, fmt.Errorf("start Xvfb: %w; run 'make setup'", err)
	}
	_ = told.Close()
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("wait for Xvfb: %w", err)
	}
	return &stage{dir: dir, private: private, bin: bin, display: ":" + strings.TrimSpace(line), x: x}, nil
}

func (s *stage) close() error {
	var errs []error
	for _, p := range s.running {
		errs = append(errs, p.stop())
	}
	_ = s.x.Process.Kill()
	_ = s.x.Wait()
	return errors.Join(append(errs, s.keepShots(), os.RemoveAll(s.private))...)
}

// Folders of private: for temporary files, so that they can be searched, and for
// the screen's pixels.
const (
	tempName   = "temp"
	screenName = "screen"
)

func (s *stage) env() []string {
	return append(os.Environ(), "DISPLAY="+s.display, "LC_MESSAGES=C", "XDG_RUNTIME_DIR="+s.private,
		"TMPDIR="+filepath.Join(s.private, tempName))
}

// xdotool moves the hands.
func (s *stage) xdotool(args ...string) error {
	cmd := exec.Command("xdotool", args...)
	cmd.Env = s.env()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool: %w: %s", err, out)
	}
	return nil
}

// key presses a key.
func (s *stage) key(name string) error { return s.xdotool("key", name) }

// click presses the pointer's button at a place of the 1280×800 screen.
func (s *stage) click(x, y int) error {
	return s.xdotool("mousemove", fmt.Sprint(x), fmt.Sprint(y), "sleep", "0.1", "click", "1")
}

// process is a running program of ours.
type process struct {
	cmd   *exec.Cmd
	lines chan string // its messages; closed when it ends
	out   chan string // its standard output
}

// start runs a program of bin; its messages also go to a log in dir.
func (s *stage) start(ctx context.Context, program string, args ...string) (*process, error) {
	log, err := os.OpenFile(filepath.Join(s.dir, program+".log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, program), args...)
	cmd.Env = s.env()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w; run 'make build'", program, err)
	}
	p := &process{cmd: cmd, lines: make(chan string, 1000), out: make(chan string, 10)}
	go func() {
		defer func() { close(p.lines); _ = log.Close() }()
		for scan := bufio.NewScanner(stderr); scan.Scan(); {
			fmt.Fprintln(log, scan.Text())
			p.lines <- scan.Text()
		}
	}()
	go func() {
		defer close(p.out)
		for scan := bufio.NewScanner(stdout); scan.Scan(); {
			p.out <- scan.Text()
		}
	}()
	s.running = append(s.running, p)
	return p, nil
}

// until waits for a message that holds text.
func (p *process) until(ctx context.Context, text string, limit time.Duration) error {
	_, err := p.line(ctx, text, limit)
	return err
}

// line waits for a message that holds text and returns it.
func (p *process) line(ctx context.Context, text string, limit time.Duration) (string, error) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				return "", fmt.Errorf("the program ended before it said %q", text)
			}
			if strings.Contains(line, text) {
				return line, nil
			}
		case <-timer.C:
			return "", fmt.Errorf("no %q within %v", text, limit)
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// stop ends the program as a service manager would, and waits.
func (p *process) stop() error {
	if p.cmd.ProcessState != nil {
		return nil
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	return p.wait()
}

// fails waits until the program ends by itself, which must be with 1.
func (p *process) fails() error {
	_ = p.wait()
	if code := p.cmd.ProcessState.ExitCode(); code != 1 {
		return fmt.Errorf("the program ended with %d, want 1", code)
	}
	return nil
}

// wait waits until the program ends by itself, for a minute at most, and
// returns why it failed.
func (p *process) wait() error {
	kill := time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() })
	defer kill.Stop()
	for range p.lines { // drain, so that it never blocks on a full pipe
	}
	return p.cmd.Wait()
}
