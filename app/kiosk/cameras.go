package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/node"
	"portico/capture"
	"portico/capture/opencv"
	"portico/capture/replay"
	"portico/capture/v4l2"
	"portico/engine/liveness"
)

// cameras are where pictures come from: live ones, or a recording.
type cameras struct {
	shared       bool // one camera for document and face
	demonstrates bool // shows nobody who is there; the header says so
	stream       func(step flow.Step) (key string, open capture.Opener)
	settle       func(config.Camera) // has other cameras used from now on; nil for a recording
	close        func() error
}

// For implements presenter.Cameras.
func (c *cameras) For(step flow.Step) (string, capture.Opener) { return c.stream(step) }

// openCameras chooses by the flags, else by the configuration. Without any
// camera it plays the demonstration and says so. notice hears of virtual and
// unknown cameras.
func openCameras(o options, all config.Config, notice func(node.Sighting), log *slog.Logger) (*cameras, error) {
	cfg := all.Camera
	switch {
	case o.replay != "":
		return recorded(o.replay, node.Unseal(context.Background(), all, log))
	case o.demo:
		return demonstration(log)
	}
	if o.camera != "" {
		if err := node.Known(o.camera); err != nil {
			return nil, err
		}
	}
	found, err := v4l2.List()
	if err != nil {
		return nil, fmt.Errorf("look for cameras: %w", err)
	}
	if len(found) == 0 && cfg.Document == "" && cfg.Face == "" {
		log.Warn("no camera was found: the demonstration plays instead; plug one in and start again")
		return demonstration(log)
	}
	l := &live{cfg: cfg, log: log, notice: notice}
	return &cameras{
		shared: cfg.Document == cfg.Face,
		stream: l.stream,
		settle: l.settle,
		close:  func() error { return nil },
	}, nil
}

// live are the machine's cameras, as they were last settled. It is safe for
// concurrent use.
type live struct {
	log    *slog.Logger
	notice func(node.Sighting)

	mu  sync.Mutex
	cfg config.Camera
}

func (l *live) settle(cfg config.Camera) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cfg = cfg
}

func (l *live) stream(step flow.Step) (string, capture.Opener) {
	l.mu.Lock()
	cfg := l.cfg
	l.mu.Unlock()
	role := config.FaceRole
	if step == flow.Front || step == flow.Back {
		role = config.DocumentRole
	}
	key := "camera " + cfg.Of(role)
	if len(cfg.Controls) > 0 { // another role, other settings
		key += " for " + string(role)
	}
	return key, node.Cameras{Config: cfg, Log: l.log, Notice: l.notice}.Open(role, cfg.Of(role))
}

// recorded plays the stations in dir, each anew whenever its step is entered;
// unseal opens those that are encrypted.
func recorded(dir string, unseal func(about, sealed []byte) ([]byte, error)) (*cameras, error) {
	if _, err := replay.Stations(dir); err != nil { // says early what is missing
		return nil, fmt.Errorf("the recording in %s: %w", dir, err)
	}
	return &cameras{
		shared: true,
		stream: func(step flow.Step) (string, capture.Opener) {
			station, cfg := stationOf(dir, step)
			cfg.Unseal = unseal
			return station, func(context.Context) (capture.Source, error) { return play(dir, station, cfg) }
		},
		close: func() error { return nil },
	}, nil
}

// poses are where a recording may keep the pictures of the challenge apart.
var poses = map[flow.Step]liveness.Assertion{flow.Neutral: liveness.Neutral, flow.Smile: liveness.Smiling}

// stationOf returns the station that a step plays of the recording in dir, and
// how.
func stationOf(dir string, step flow.Step) (string, replay.Config) {
	cfg := replay.Config{End: replay.Hold, Video: opencv.Video}
	station := shownAt(step)
	if _, apart := poses[step]; apart {
		if _, err := replay.Find(dir, station); err != nil {
			cfg.End = replay.Loop // one recording serves both pictures
			return replay.Liveness, cfg
		}
	}
	return station, cfg
}

// shownAt is the station of a step in a recording that has all of them.
func shownAt(step flow.Step) string {
	switch step {
	case flow.Front:
		return replay.DocumentFront
	case flow.Back:
		return replay.DocumentBack
	case flow.Neutral, flow.Smile:
		return filepath.Join(replay.Liveness, string(poses[step]))
	}
	return replay.Selfie
}

func play(dir, station string, cfg replay.Config) (capture.Source, error) {
	path, err := replay.Find(dir, station)
	if err != nil {
		return nil, err
	}
	return replay.Open(path, cfg)
}
