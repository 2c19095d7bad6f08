package capture_test

import (
	"context"
	"fmt"
	"time"

	"portico/capture"
)

// A camera that is not there at first feeds a preview, which takes what is
// newest, through a mailbox.
func ExampleSupervisor() {
	plugged := make(chan struct{})
	preview := capture.NewMailbox[capture.Frame]()
	camera := &capture.Supervisor{
		Open: func(context.Context) (capture.Source, error) {
			select {
			case <-plugged:
				return &script{period: time.Millisecond, frames: 1000}, nil
			default:
				return nil, capture.ErrNoCamera
			}
		},
		Publish: preview.Put,
		Report: func(s capture.State, cause error) {
			fmt.Println(s, cause)
			if s == capture.Absent {
				close(plugged)
			}
		},
		MinDelay: time.Millisecond,
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- camera.Run(ctx) }()
	if _, err := preview.Take(ctx); err != nil {
		fmt.Println(err)
	}
	stop()
	fmt.Println(<-done)
	// Output:
	// starting <nil>
	// absent no camera was found
	// live <nil>
	// context canceled
}
