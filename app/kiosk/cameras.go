package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"portico/app/config"
	"portico/app/demo"
	"portico/app/flow"
	"portico/capture"
	"portico/capture/opencv"
	"portico/capture/replay"
	"portico/capture/v4l2"
	"portico/engine/liveness"
)

// cameras are where pictures come from: live ones, or a recording.
type cameras struct {
	shared bool   // one camera for document and face
	notice string // key of a word for the header
	stream func(step flow.Step) (key string, open capture.Opener)
	close  func() error
}

// For implements presenter.Cameras.
func (c *cameras) For(step flow.Step) (string, capture.Opener) { return c.stream(step) }

// openCameras chooses by the flags, else by the configuration. Without any
// camera it plays the demonstration and says so.
func openCameras(ctx context.Context, o options, cfg config.Camera, log *slog.Logger) (*cameras, error) {
	switch {
	case o.replay != "":
		return recorded(o.replay)
	case o.demo:
		return demonstration(ctx, log)
	}
	found, err := v4l2.List()
	if err != nil {
		return nil, fmt.Errorf("look for cameras: %w", err)
	}
	if len(found) == 0 && cfg.Document == "" && cfg.Face == "" {
		log.Warn("no camera was found: the demonstration plays instead; plug one in and start again")
		return demonstration(ctx, log)
	}
	return &cameras{
		shared: cfg.Document == cfg.Face,
		stream: func(step flow.Step) (string, capture.Opener) {
			id := cfg.Face
			if step == flow.Front || step == flow.Back {
				id = cfg.Document
			}
			return "camera " + id, v4l2.Opener(id, v4l2.Mode{})
		},
		close: func() error { return nil },
	}, nil
}

// recorded plays the stations in dir, each anew whenever its step is entered.
func recorded(dir string) (*cameras, error) {
	if _, err := replay.NewSequence(dir, replay.Config{}); err != nil { // says early what is missing
		return nil, fmt.Errorf("the recording in %s: %w", dir, err)
	}
	return &cameras{
		shared: true,
		stream: func(step flow.Step) (string, capture.Opener) {
			station := filepath.Join(dir, stationOf(dir, step))
			cfg := replay.Config{End: replay.Hold, Video: opencv.Video}
			if step == flow.Neutral || step == flow.Smile {
				cfg.End = replay.Loop // one recording serves both pictures
			}
			return station, func(context.Context) (capture.Source, error) { return replay.Open(station, cfg) }
		},
		close: func() error { return nil },
	}, nil
}

// stationOf returns the sub-folder that a step plays. A recording may keep the
// pictures of the challenge apart.
func stationOf(dir string, step flow.Step) string {
	pose := map[flow.Step]liveness.Assertion{flow.Neutral: liveness.Neutral, flow.Smile: liveness.Smiling}
	switch step {
	case flow.Front:
		return replay.DocumentFront
	case flow.Back:
		return replay.DocumentBack
	case flow.Neutral, flow.Smile:
		apart := filepath.Join(replay.Liveness, string(pose[step]))
		if info, err := os.Stat(filepath.Join(dir, apart)); err == nil && info.IsDir() {
			return apart
		}
		return replay.Liveness
	}
	return replay.Selfie
}

// filmed is the video of the demonstration's person, below PORTICO_DATA.
const filmed = "video/franck.mp4"

// demonstration records the demonstration into a folder of its own and plays
// it; the folder goes with the kiosk.
func demonstration(ctx context.Context, log *slog.Logger) (_ *cameras, err error) {
	dir, err := os.MkdirTemp("", "portico-demonstration-")
	if err != nil {
		return nil, fmt.Errorf("make room for the demonstration: %w", err)
	}
	remove := func() error { return os.RemoveAll(dir) }
	defer func() {
		if err != nil {
			err = errors.Join(err, remove())
		}
	}()
	h, err := holder(ctx, log)
	if err != nil {
		return nil, err
	}
	if err := demo.Record(ctx, dir, h); err != nil {
		return nil, fmt.Errorf("make the demonstration: %w", err)
	}
	c, err := recorded(dir)
	if err != nil {
		return nil, err
	}
	c.notice, c.close = "notice.demo", remove
	return c, nil
}

// holder is the filmed person where the outside pictures are at hand, else the
// drawn one.
func holder(ctx context.Context, log *slog.Logger) (_ demo.Holder, err error) {
	data := os.Getenv("PORTICO_DATA")
	if data == "" {
		return demo.Rendered(), nil
	}
	reel, err := opencv.Video(filepath.Join(data, filmed))
	if err != nil {
		log.Warn("no video of a person: the demonstration's holder is drawn", "cause", err)
		return demo.Rendered(), nil
	}
	defer func() { err = errors.Join(err, reel.Close()) }()
	return demo.Filmed(ctx, reel)
}
