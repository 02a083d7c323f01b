/** Draws the documentation of the schema that the page names. */

const place = document.querySelector("#docs");

SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
