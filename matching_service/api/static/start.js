// validatorUrl: no badge from a service of somebody else.
window.addEventListener("load", () => {
  SwaggerUIBundle({ url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
});
