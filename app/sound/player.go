package sound

import (
	"bytes"
	"context"
	"os/exec"
	"time"
)

// players are the programs that play a WAV file from their input, the first of
// them that is installed.
var players = [][]string{{"aplay", "-q", "-"}, {"paplay", "/dev/stdin"}}

// Player plays cues. Its methods are safe for concurrent use.
type Player struct {
	command []string
	waves   map[Cue][]byte
	busy    chan struct{}
}

// NewPlayer returns a player at a volume of 0 to 1. It is silent at 0, and where
// no program of the system plays sounds: then nothing is missing, for the
// screen says the same.
func NewPlayer(volume float64) *Player {
	p := &Player{waves: map[Cue][]byte{}, busy: make(chan struct{}, 1)}
	if volume <= 0 {
		return p
	}
	for _, c := range Cues() {
		p.waves[c] = WAV(c, volume)
	}
	for _, command := range players {
		if _, err := exec.LookPath(command[0]); err == nil {
			p.command = command
			break
		}
	}
	return p
}

// longest is how long a cue may take, the sound system included.
const longest = 2 * time.Second

// Play plays a cue and returns at once. A cue that comes while another plays is
// left out: late, it would mean something else.
func (p *Player) Play(c Cue) {
	if p.command == nil {
		return
	}
	select {
	case p.busy <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-p.busy }()
		ctx, cancel := context.WithTimeout(context.Background(), longest)
		defer cancel()
		cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
		cmd.Stdin = bytes.NewReader(p.waves[c])
		_ = cmd.Run() // without a loudspeaker the screen says the same
	}()
}
