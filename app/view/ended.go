package view

import (
	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// Ended says why an onboarding is over without an outcome.
func Ended(k *Kit) Page {
	ending := screen.Get(k.Model.State).Ending
	symbol, colour := "bin", widget.Good
	switch ending {
	case flow.NotWiped:
		symbol, colour = "stop", widget.Stop
	case flow.Declined:
		symbol, colour = "hand", widget.Attend
	}
	key := "ended." + string(ending)
	return Page{
		Body: statement(symbol, colour, k.Text(key), k.Text(key+".next"), countdown(k)),
		Part: noPart,
		Main: &Action{"tick", "action.done", widget.Main, k.send(flow.Continue{})},
	}
}
