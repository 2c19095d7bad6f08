package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"portico/app/demo"
	"portico/app/flow"
	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/opencv"
)

// filmed is the video of the demonstration's person, below PORTICO_DATA.
const filmed = "video/franck.mp4"

// demonstration plays a recording that is made meanwhile: a step's camera opens
// once its station is there. It lies in a folder of its own, which goes with the kiosk.
func demonstration(log *slog.Logger) (*cameras, error) {
	dir, err := os.MkdirTemp("", "portico-demonstration-")
	if err != nil {
		return nil, fmt.Errorf("make room for the demonstration: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	made, over := map[string]chan struct{}{}, make(chan struct{})
	for _, step := range []flow.Step{flow.Front, flow.Back, flow.Selfie, flow.Neutral, flow.Smile} {
		made[shownAt(step)] = make(chan struct{})
	}
	go func() {
		defer close(over)
		if err = record(ctx, dir, func(station string) { close(made[station]) }, log); err != nil && ctx.Err() == nil {
			log.Error("the demonstration could not be made", "error", err)
		}
	}()
	return &cameras{
		shared: true, demonstrates: true,
		stream: func(step flow.Step) (string, capture.Opener) {
			return string(step), func(ctx context.Context) (capture.Source, error) {
				select {
				case <-made[shownAt(step)]:
				case <-over:
					if err != nil {
						return nil, fmt.Errorf("%w: %w", capture.ErrNoCamera, err)
					}
				case <-ctx.Done():
					return nil, ctx.Err()
				}
				station, cfg := stationOf(dir, step)
				return play(dir, station, cfg)
			}
		},
		close: func() error {
			cancel()
			<-over
			return os.RemoveAll(dir)
		},
	}, nil
}

// record makes the recording, and tells of each station that is there.
func record(ctx context.Context, dir string, made func(station string), log *slog.Logger) error {
	h, err := holder(ctx, log)
	if err != nil {
		return err
	}
	for station, err := range demo.Stations(ctx, dir, h, specimen.Example(h.Portrait)) {
		if err != nil {
			return err
		}
		made(station)
	}
	return nil
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
		log.Warn("no video of a person: the demonstration's holder is drawn", "error", err)
		return demo.Rendered(), nil
	}
	defer func() { err = errors.Join(err, reel.Close()) }()
	return demo.Filmed(ctx, reel)
}
