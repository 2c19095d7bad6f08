package config_test

import (
	"slices"
	"testing"

	"portico/app/config"
	"portico/engine/liveness"
)

func TestChallenges(t *testing.T) {
	for name, c := range map[string]struct {
		set   config.Liveness
		want  []liveness.Kind
		count int
	}{
		"nothing set":    {config.Liveness{}, []liveness.Kind{liveness.Smile}, 1},
		"two of them":    {config.Liveness{Challenges: []string{"gaze", "light"}, Count: 2}, []liveness.Kind{liveness.EyeGaze, liveness.Light}, 2},
		"count left out": {config.Liveness{Challenges: []string{"approach", "smile"}}, []liveness.Kind{liveness.MagnifEye, liveness.Smile}, 1},
		"a wrong name":   {config.Liveness{Challenges: []string{"blink"}}, nil, 0},
		"one twice":      {config.Liveness{Challenges: []string{"smile", "smile"}}, nil, 0},
		"more than are":  {config.Liveness{Challenges: []string{"smile"}, Count: 2}, nil, 0},
		"a count alone":  {config.Liveness{Count: 2}, nil, 0},
	} {
		got, count, err := c.set.Kinds()
		if (err != nil) != (c.want == nil) || !slices.Equal(got, c.want) || count != c.count {
			t.Errorf("%s: %v, %d, %v", name, got, count, err)
		}
	}
}
