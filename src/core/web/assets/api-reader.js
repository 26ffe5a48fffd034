// The reader of the API's description, for the page that carries <div data-api-description="address of openapi.json">.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const place = document.querySelector("[data-api-description]");

SwaggerUI({
  domNode: place,
  url: place.dataset.apiDescription,
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null, // nothing is sent to anybody else
});
