package view

import (
	"portico/app/flow"
	"portico/app/palette"
	"portico/app/screen"
	"portico/engine/trust"
)

// orderSheet asks for the value of what staff change.
func orderSheet(k *Kit) Sheet {
	o := screen.Get(k.Model.State).Order
	title := ""
	switch o.Task {
	case flow.DraftColour:
		title = k.Text(roleKeys[palette.Role(o.Name)]) + ": #RRGGBB"
	case flow.SetCount:
		title = k.Text("rules.count", "n", "…")
	case flow.SetGuardian:
		title = k.Text("rules.guardian", "n", "…")
	case flow.SayWords:
		title = o.Name
	case flow.SetVolume:
		title = k.Text("looks.volume", "n", "…")
	case flow.SetLifetime:
		title = k.Text("privacy."+o.Name) + ": " + k.Text(o.Setting, "n", "…")
	case flow.WipeKept:
		return wipeSheet(k)
	case flow.Study:
		return agreedSheet(k, flow.Subject(o.Name))
	case flow.ChangeRule:
		title = k.Text("factor."+o.Name) + ": " + k.Text(settingKeys[trust.Setting(o.Setting)], "value", "…")
	}
	return typeSheet(k, title, o.Value, asTyped)
}
