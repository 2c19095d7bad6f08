package disclient

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"portico/sync/disapi"
)

// Info asks what answers. It needs no token.
func (c *Client) Info(ctx context.Context) (out disapi.ActuatorInfo, err error) {
	err = c.call(ctx, "info", http.MethodGet, disapi.Base+"/info", nil, &out)
	return out, err
}

// Health asks whether the server can work. It needs no token.
func (c *Client) Health(ctx context.Context) (out disapi.ActuatorHealth, err error) {
	err = c.call(ctx, "health", http.MethodGet, disapi.Base+"/health", nil, &out)
	return out, err
}

// Metadata lists the documents whose template the server knows.
func (c *Client) Metadata(ctx context.Context) (out disapi.DocumentMetadataResponse, err error) {
	err = c.call(ctx, "metadata", http.MethodGet, disapi.Base+"/metadata", nil, &out)
	return out, err
}

// NewCustomer creates a customer under an id of the server's.
func (c *Client) NewCustomer(ctx context.Context) (out disapi.CreateCustomerResponse, err error) {
	err = c.call(ctx, "createCustomer", http.MethodPost, disapi.Base+"/customers", nil, &out)
	return out, err
}

// CreateCustomer creates a customer under an id of the caller's, a UUID of
// version 4. It fails with code ALREADY_EXISTS when the id is taken.
func (c *Client) CreateCustomer(ctx context.Context, id string) (out disapi.CreateCustomerResponse, err error) {
	err = c.call(ctx, "createCustomerWithUuid", http.MethodPost, disapi.CustomerPath(id), nil, &out)
	return out, err
}

// Customer reads what the server knows of a customer.
func (c *Client) Customer(ctx context.Context, id string) (disapi.Customer, error) {
	var out disapi.GetCustomerResponse
	err := c.call(ctx, "getCustomer", http.MethodGet, disapi.CustomerPath(id), nil, &out)
	if err != nil || out.Customer == nil {
		return disapi.Customer{}, err
	}
	return *out.Customer, nil
}

// DeleteCustomer deletes a customer; it succeeds when there is none.
func (c *Client) DeleteCustomer(ctx context.Context, id string) error {
	return c.call(ctx, "deleteCustomer", http.MethodDelete, disapi.CustomerPath(id), nil, nil)
}

// StoreCustomer hands the customer over for keeping. auditHead is where the
// client's own audit trail ends, for whoever keeps the customer; empty says
// nothing of it.
func (c *Client) StoreCustomer(ctx context.Context, id string, req disapi.CustomerStoreRequest, auditHead string) error {
	data, err := json.Marshal(req)
	if err != nil {
		return fmt.Errorf("store customer: %w", err)
	}
	_, err = c.send(ctx, request{
		operation: "storeInTrustPlatform", method: http.MethodPost, path: disapi.CustomerPath(id) + "/store",
		media: "application/json", body: data, auditHead: auditHead,
	}, nil)
	return err
}

// PutSelfie sets the customer's selfie.
func (c *Client) PutSelfie(ctx context.Context, id string, req disapi.CreateSelfieRequest) (out disapi.CreateSelfieResponse, err error) {
	err = c.call(ctx, "createSelfie", http.MethodPut, disapi.CustomerPath(id)+"/selfie", req, &out)
	return out, err
}

// PutLiveness opens a fresh liveness container.
func (c *Client) PutLiveness(ctx context.Context, id string) (out disapi.CreateCustomerLivenessResponse, err error) {
	err = c.call(ctx, "createLiveness", http.MethodPut, disapi.CustomerPath(id)+"/liveness", nil, &out)
	return out, err
}

// AddLivenessSelfie adds a picture to the container.
func (c *Client) AddLivenessSelfie(ctx context.Context, id string, req disapi.CreateCustomerLivenessSelfieRequest) (out disapi.CreateCustomerLivenessSelfieResponse, err error) {
	err = c.call(ctx, "createLivenessSelfie", http.MethodPost, disapi.CustomerPath(id)+"/liveness/selfies", req, &out)
	return out, err
}

// EvaluateLiveness evaluates what the container holds.
func (c *Client) EvaluateLiveness(ctx context.Context, id string, req disapi.EvaluateCustomerLivenessRequest) (out disapi.EvaluateCustomerLivenessResponse, err error) {
	err = c.call(ctx, "evaluateLiveness", http.MethodPost, disapi.CustomerPath(id)+"/liveness/evaluation", req, &out)
	return out, err
}

// PutDocument opens a fresh document.
func (c *Client) PutDocument(ctx context.Context, id string, req disapi.CreateDocumentRequest) (out disapi.CreateDocumentResponse, err error) {
	err = c.call(ctx, "createDocument", http.MethodPut, disapi.CustomerPath(id)+"/document", req, &out)
	return out, err
}

// PutPage adds a page to the document, or replaces it.
func (c *Client) PutPage(ctx context.Context, id string, req disapi.CreateDocumentPageRequest) (out disapi.CreateDocumentPageResponse, err error) {
	err = c.call(ctx, "createDocumentPage", http.MethodPut, disapi.CustomerPath(id)+"/document/pages", req, &out)
	return out, err
}

// RetrieveLiveness gives back the pictures that a check uses.
func (c *Client) RetrieveLiveness(ctx context.Context, id string, req disapi.EvaluateCustomerLivenessRequest) (out disapi.RetrieveLivenessSelfiesResponse, err error) {
	err = c.call(ctx, "retrieveLivenessSelfiesAndRecords", http.MethodPost, disapi.CustomerPath(id)+"/liveness/selfies/retrieve", req, &out)
	return out, err
}

// TakesRecords asks whether the server takes the liveness records of Portico.
func (c *Client) TakesRecords(ctx context.Context) (bool, error) {
	header, err := c.send(ctx, request{operation: "info", method: http.MethodGet, path: disapi.Base + "/info"}, nil)
	return header.Get(disapi.RecordHeader) == disapi.RecordVersion, err
}

// AddLivenessRecord adds a record, sealed or a picture, to the liveness
// container.
func (c *Client) AddLivenessRecord(ctx context.Context, id string, record []byte) (out disapi.CreateCustomerLivenessRecordResponse, err error) {
	err = c.call(ctx, "createLivenessRecord", http.MethodPost, disapi.CustomerPath(id)+"/liveness/records", record, &out)
	return out, err
}

// Inspect asks what the server makes of the customer's selfie. The answer is
// the contract's CustomerInspectResponse as it came: what is absent in it was
// not computed.
func (c *Client) Inspect(ctx context.Context, id string) (out json.RawMessage, err error) {
	err = c.call(ctx, "inspect", http.MethodPost, disapi.CustomerPath(id)+"/inspect", nil, &out)
	return out, err
}

// InspectDocument is Inspect for the document alone: a DocumentInspectResponse.
func (c *Client) InspectDocument(ctx context.Context, id string) (out json.RawMessage, err error) {
	err = c.call(ctx, "documentInspect", http.MethodPost, disapi.CustomerPath(id)+"/document/inspect", nil, &out)
	return out, err
}
