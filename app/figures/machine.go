package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"portico/models"
)

// describe names this machine: its processors, memory, system and Go.
func describe() (string, error) {
	model, err := value("/proc/cpuinfo", "model name", ":")
	if err != nil {
		return "", err
	}
	memory, err := value("/proc/meminfo", "MemTotal", ":")
	if err != nil {
		return "", err
	}
	var kb int
	if _, err := fmt.Sscan(memory, &kb); err != nil {
		return "", fmt.Errorf("read the memory's size: %w", err)
	}
	system, err := value("/etc/os-release", "PRETTY_NAME", "=")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d × %s, %d GB, %s, %s, no GPU", runtime.NumCPU(), model, kb>>20, strings.Trim(system, `"`), runtime.Version()), nil
}

// versions names the libraries that do the work, and Portico's commit.
func versions() (string, error) {
	var all []string
	for _, library := range [][2]string{{"OpenCV", "opencv4"}, {"Tesseract", "tesseract"}, {"zxing-cpp", "zxing"}} {
		version, err := output("pkg-config", "--modversion", library[1])
		if err != nil {
			return "", err
		}
		all = append(all, library[0]+" "+version)
	}
	for _, m := range models.Default().Models {
		if m.Name == models.ONNXRuntime {
			all = append(all, "ONNX Runtime "+m.Version)
		}
	}
	commit, err := output("git", "rev-parse", "--short", "HEAD")
	return strings.Join(append(all, "Portico "+commit), ", "), err
}

func output(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// value returns what stands behind a name in a file of lines.
func value(file, name, separator string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if key, v, ok := strings.Cut(lines.Text(), separator); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(v), nil
		}
	}
	return "", fmt.Errorf("%s has no %s", file, name)
}
