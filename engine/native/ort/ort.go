// Package ort runs neural networks with ONNX Runtime.
//
// Init loads the runtime's shared library, once for the process; Open makes a
// Net of a model file. Sessions are sequential with one thread each: Portico
// runs several networks side by side on small machines, and threads of the
// runtime's own would only contend with them. Nothing here logs or keeps what
// passes through a network, and no C memory leaves the package.
package ort

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"
)

var (
	// ErrNotInitialised is what Open returns before Init has succeeded.
	ErrNotInitialised = errors.New("ort: ONNX Runtime is not initialised")
	// ErrOtherLibrary is what Init returns when the process already runs
	// another copy of the library.
	ErrOtherLibrary = errors.New("ort: ONNX Runtime is already loaded from another file")
	// ErrClosed is what a Net returns after Close.
	ErrClosed = errors.New("ort: network is closed")
)

// loaded is the one library of the process: dlopen and the runtime's
// environment are process-wide whatever a Go type pretends.
var loaded struct {
	sync.Mutex
	path string
}

// noTelemetry keeps the library from sending what it does to its maker: since
// 1.29 the builds for Linux upload events and keep a device identifier and a
// queue in the user's cache folder. Set before the library is loaded, it
// switches off all of that (microsoft/onnxruntime pull requests 27379, 29843).
const noTelemetry = "ORT_DISABLE_TELEMETRY"

// Init loads the shared library at libPath and creates the runtime's
// environment. Calling it again with the same file does nothing, with another
// file it returns ErrOtherLibrary. After a failure it may be tried again. It
// is safe for concurrent use.
func Init(libPath string) error {
	path, err := filepath.Abs(libPath)
	if err != nil {
		return fmt.Errorf("ort: library %s: %w", libPath, err)
	}
	loaded.Lock()
	defer loaded.Unlock()
	switch loaded.path {
	case path:
		return nil
	case "":
	default:
		return fmt.Errorf("%w: %s", ErrOtherLibrary, loaded.path)
	}
	if err := regular(path); err != nil {
		return fmt.Errorf("ort: library: %w", err)
	}
	if err := os.Setenv(noTelemetry, "1"); err != nil {
		return fmt.Errorf("ort: %w", err)
	}
	onnx.SetSharedLibraryPath(path)
	if err := onnx.InitializeEnvironment(onnx.WithLogLevelError()); err != nil {
		return fmt.Errorf("ort: load %s: %w", path, err)
	}
	if err := errors.Join(onnx.DisableTelemetry(), shareArena()); err != nil {
		return fmt.Errorf("ort: %w", err)
	}
	loaded.path = path
	return nil
}

// sharedArena is the setting of a session that takes its memory from the arena of
// shareArena. One of its own keeps for ever what its largest run needed: after
// 100 runs each, 13 networks held 151 to 161 MB so, and 119 to 124 with one arena
// and no plan of each run's memory; the processor's time was the same.
const sharedArena = "session.use_env_allocators"

// shareArena makes the one arena that all sessions take memory from.
func shareArena() error {
	memory, err := onnx.GetMemoryInfo()
	if err != nil {
		return err
	}
	return onnx.CreateAndRegisterAllocator(memory, nil)
}

// Version returns the version of the loaded library, such as "1.32.0", or the
// empty string before Init has succeeded.
func Version() string {
	loaded.Lock()
	defer loaded.Unlock()
	if loaded.path == "" {
		return ""
	}
	return onnx.GetVersion()
}

// regular keeps folders, pipes and missing files away from C, with an error
// that says which it was.
func regular(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", path)
	}
	return nil
}
