package office_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"portico/app/config"
	"portico/app/flow"
	"portico/app/office"
	"portico/app/screen"
	"portico/engine/customer"
	"portico/engine/trust"
)

func TestALifetimeIsKeptAndInForce(t *testing.T) {
	var lives config.Privacy
	o, _, cfg := open(t, func(d *office.Deps) { d.Live = func(p config.Privacy) { lives = p } })
	order := flow.Order{Task: flow.SetLifetime, Name: "finished", Value: "72"}
	do, told, err := o.Lifetime(t.Context(), order)
	if err != nil || told["finished"] != "72h0m0s" {
		t.Fatalf("told %v, %v", told, err)
	}
	if err := do(t.Context()); err != nil {
		t.Fatal(err)
	}
	again, err := config.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]config.Privacy{"in the store": lives, "in force": o.Privacy(), "at the next start": again.Privacy} {
		want := cfg.Privacy
		want.Finished = config.Duration(72 * time.Hour)
		if got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	if got := look(t, o, flow.Privacy).Privacy.Lifetimes[1]; got.For != 72*time.Hour || got.Usual != 24*time.Hour {
		t.Errorf("shown: %+v", got)
	}
}

// What is recorded with a consent must say that its text said another time.
func TestOtherLifetimesAreAnotherText(t *testing.T) {
	usual, _, _ := open(t, nil)
	longer, _, _ := open(t, func(d *office.Deps) { d.Config.Privacy.Finished = config.Duration(72 * time.Hour) })
	if got := usual.Terms("en"); got.Version != config.UsualPrivacy().ConsentText || got.Finished != 24*time.Hour {
		t.Errorf("usual: %+v", got)
	}
	if got := longer.Terms("en"); got.Version == usual.Terms("en").Version || got.Finished != 72*time.Hour {
		t.Errorf("longer: %+v", got)
	}
}

func TestNobodyIsKeptLongerThanTheyAgreedTo(t *testing.T) {
	o, d, _ := open(t, nil)
	d.list = []customer.Summary{{ID: "0f9a2c11"}}
	for value, want := range map[string]error{"25": screen.ErrPromised, "24": nil, "1": nil, "0": trust.ErrLimits, "99999": trust.ErrLimits, "soon": trust.ErrNumber} {
		if _, _, err := o.Lifetime(t.Context(), flow.Order{Name: "finished", Value: value}); !errors.Is(err, want) {
			t.Errorf("%s hours: %v, want %v", value, err, want)
		}
	}
}

func TestALifetimeThatCannotBeKeptIsNotInForce(t *testing.T) {
	o, _, cfg := open(t, func(d *office.Deps) {
		d.Config.Staff.SettingsFile = "/proc/none/settings.toml"
		d.Live = func(config.Privacy) { t.Error("the store was told") }
	})
	do, _, err := o.Lifetime(context.Background(), flow.Order{Name: "unfinished", Value: "10"})
	if err != nil {
		t.Fatal(err)
	}
	if err := do(t.Context()); err == nil || o.Privacy() != cfg.Privacy {
		t.Errorf("%v, %+v", err, o.Privacy())
	}
}
