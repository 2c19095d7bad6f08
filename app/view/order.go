package view

import (
	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/trust"
)

// orderSheet asks for the value of what staff change.
func orderSheet(k *Kit) Sheet {
	o := screen.Get(k.Model.State).Order
	title := ""
	if o.Task == flow.ChangeRule {
		title = k.Text("factor."+o.Name) + ": " + k.Text(settingKeys[trust.Setting(o.Setting)], "value", "…")
	}
	return typeSheet(k, title, o.Value)
}
